import AdapterKit
import DaemonKit
import SafeguardingModel

struct SocialCareAdapter: AdapterProgram {
    static let name = "social-care-adapter"
    static let abstract = "Tells the referral bus what an agency of social care knows."
    static let sector: Sector? = .socialCare

    let adapter: Adapter
}

@main
struct Main {
    static func main() async {
        await SocialCareAdapter.main()
    }
}
