import AdapterKit
import DaemonKit
import SafeguardingModel

struct EducationAdapter: AdapterProgram {
    static let name = "education-adapter"
    static let abstract = "Tells the referral bus what an agency of education knows."
    static let sector: Sector? = .education

    let adapter: Adapter
}

@main
struct Main {
    static func main() async {
        await EducationAdapter.main()
    }
}
