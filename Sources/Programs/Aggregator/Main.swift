import Aggregator
import DaemonKit

@main
struct Main {
    static func main() async {
        await AggregatorProgram.main()
    }
}
