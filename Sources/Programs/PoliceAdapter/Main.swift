import AdapterKit
import DaemonKit
import SafeguardingModel

struct PoliceAdapter: AdapterProgram {
    static let name = "police-adapter"
    static let abstract = "Tells the referral bus what a police force knows."
    static let sector: Sector? = .police

    let adapter: Adapter
}

@main
struct Main {
    static func main() async {
        await PoliceAdapter.main()
    }
}
