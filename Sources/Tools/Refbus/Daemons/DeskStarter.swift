import Accounts
import DaemonKit
import Desk
import SafeguardingModel

/// The starter of a desk beside a play, with an account and a colleague's.
struct DeskStarter {
    let site: TargetSite
    let setting: DaemonTarget.DeskSetting

    func start(log: String) async throws -> ChildProcess {
        let accounts = AccountFiles(of: site.site)
        try Files.makeFolder(Path.parent(of: accounts.accounts), mode: 0o700)
        let team = ["cse-team"]
        try DeskAccounts.add(setting.account, password: setting.password, role: .manager, teams: team, to: accounts)
        // A handover needs a colleague.
        let (colleague, password) = ("demo.colleague", setting.password)
        try DeskAccounts.add(colleague, password: password, role: .practitioner, teams: team, to: accounts)
        let configuration = site.site.configuration(of: "cse-desk")
        try Files.write(Array(text.utf8), to: configuration, mode: 0o644)
        let process = try ChildProcess("cse-desk", ["--config", configuration], name: "cse-desk", log: log)
        try await process.ready()
        return process
    }

    private var text: String {
        """
        listen: \(site.ports.desk)
        aggregator: { follow: "\(site.ports.follow)", key: keys/aggregator.pub }
        key: keys/cse-desk.key
        accounts: Config/access/accounts.yaml
        data: data/cse-desk
        title: Referral bus, a demonstration with synthetic children
        clock: journal

        """
    }
}
