import DaemonKit
public import SafeguardingModel

/// What the desk's pages depend on besides the journal.
public struct DeskSettings: Hashable, Sendable {
    /// What stands at the top of each page.
    public var title: String
    public var zone: Zone
    /// Who may sign in, and the key of that.
    public var accounts: AccountFiles
    /// The file of children whom only named people may see, which must then be there; nil: the one beside the accounts,
    /// where there is one.
    public var restricted: String?
    /// The folder of the log of who saw what, and of what each account has looked at.
    public var data: String
    /// Something in front of the desk speaks TLS, and is the only way to reach it.
    public var isBehindProxy: Bool
    /// The host that the desk listens on.
    public var host: String
    /// The site's own list of breached passwords, beside those that the desk knows by itself.
    public var breached: BreachedFile?
    /// Another place that knows who people are.
    public var provider: ProviderSettings?
    /// scrypt's N of the passwords that are hashed from now on; lower than usual in tests alone.
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

    /// Where restricted children are named.
    var restrictedFile: String { restricted ?? "\(Path.parent(of: accounts.accounts))/restricted.yaml" }

    /// Whether the desk may be called that, so that no other name can be pointed at it.
    ///
    /// Behind a proxy, which knows its own names, any.
    package func isOwnName(_ authority: String) -> Bool {
        let own: Set = ["localhost", "127.0.0.1", "[::1]", host.contains(":") ? "[\(host)]" : host]
        return isBehindProxy || own.contains(DeskSettings.name(of: authority))
    }

    /// A host without its port, in lower case.
    private static func name(of authority: String) -> String {
        if authority.hasPrefix("[") { return authority.prefix { $0 != "]" }.lowercased() + "]" }
        return authority.prefix { $0 != ":" }.lowercased()
    }

    /// Whether an address is this machine's own.
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.split(separator: ".").count == 4)
    }
}
