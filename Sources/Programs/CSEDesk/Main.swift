import DaemonKit
import Desk

@main
struct Main {
    static func main() async {
        await DeskProgram.main()
    }
}
