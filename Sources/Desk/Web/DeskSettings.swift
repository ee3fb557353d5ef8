public import Accounts
import DaemonKit
public import SafeguardingModel

/// The settings of the desk's pages, besides the journal.
public struct DeskSettings: Hashable, Sendable {
    /// The title at the top of each page.
    public var title: String
    public var zone: Zone
    /// The file of accounts and its key.
    public var accounts: AccountFiles
    /// The list of restricted children, which must then exist; nil: the one beside the accounts, where there is one.
    public var restricted: String?
    /// The folder of the access log and of the alerts that each account has looked at.
    public var data: String
    /// Whether a proxy in front of the desk speaks TLS and is the only way to reach it.
    public var isBehindProxy: Bool
    /// The host that the desk listens on.
    public var host: String
    /// The site's own list of breached passwords, besides those that are built into the desk.
    public var breached: BreachedFile?
    /// The identity provider.
    public var provider: ProviderSettings?
    /// scrypt's N of passwords that are hashed from now on; lower than usual in tests alone.
    public var passwordCost: Int

    public init(
        title: String = "CSE team desk",
        zone: Zone = .london,
        accounts: AccountFiles,
        restricted: String? = nil,
        data: String,
        isBehindProxy: Bool = false,
        host: String = "127.0.0.1",
        breached: BreachedFile? = nil,
        provider: ProviderSettings? = nil,
        passwordCost: Int = PasswordHash.usualCost
    ) {
        self.title = title
        self.zone = zone
        self.accounts = accounts
        self.restricted = restricted
        self.data = data
        self.isBehindProxy = isBehindProxy
        self.host = host
        self.breached = breached
        self.provider = provider
        self.passwordCost = passwordCost
    }

    /// The file that names restricted children.
    var restrictedFile: String { restricted ?? "\(Path.parent(of: accounts.accounts))/restricted.yaml" }

    /// Returns whether a name is the desk's own, so that other names cannot be pointed at it.
    ///
    /// Behind a proxy, which knows its own names, any name is.
    package func isOwnName(_ authority: String) -> Bool {
        let own: Set = ["localhost", "127.0.0.1", "[::1]", host.contains(":") ? "[\(host)]" : host]
        return isBehindProxy || own.contains(DeskSettings.name(of: authority))
    }

    /// Returns a host without its port, in lower case.
    private static func name(of authority: String) -> String {
        if authority.hasPrefix("[") { return authority.prefix { $0 != "]" }.lowercased() + "]" }
        return authority.prefix { $0 != ":" }.lowercased()
    }
}
