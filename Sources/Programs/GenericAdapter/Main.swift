import AdapterKit
import DaemonKit
import SafeguardingModel

struct GenericAdapter: AdapterProgram {
    static let name = "refbus-adapter"
    static let abstract = "Tells the referral bus what an agency of any other sector knows."
    static let sector: Sector? = nil

    let adapter: Adapter
}

@main
struct Main {
    static func main() async {
        await GenericAdapter.main()
    }
}
