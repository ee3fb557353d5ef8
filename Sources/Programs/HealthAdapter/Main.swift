import AdapterKit
import DaemonKit
import SafeguardingModel

struct HealthAdapter: AdapterProgram {
    static let name = "health-adapter"
    static let abstract = "Tells the referral bus what an agency of health knows."
    static let sector: Sector? = .health

    let adapter: Adapter
}

@main
struct Main {
    static func main() async {
        await HealthAdapter.main()
    }
}
