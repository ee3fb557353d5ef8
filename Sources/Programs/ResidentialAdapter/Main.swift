import AdapterKit
import DaemonKit
import SafeguardingModel

struct ResidentialAdapter: AdapterProgram {
    static let name = "residential-adapter"
    static let abstract = "Tells the referral bus what a children's home knows."
    static let sector: Sector? = .residential

    let adapter: Adapter
}

@main
struct Main {
    static func main() async {
        await ResidentialAdapter.main()
    }
}
