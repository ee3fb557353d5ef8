public import SafeguardingModel

/// The folder that `refbus init` makes, and the paths of everything in it.
///
/// ```
/// DIR/Config/aggregator.yaml, cse-desk.yaml, agencies.yaml, identity.yaml, names.yaml, calendar.yaml, relations.yaml, rules/,
///            agencies/<agency>/
/// DIR/keys/<name>.key and <name>.pub    DIR/data/<name>/    DIR/inbox/<agency>/quarantine/
/// ```
public struct Site: Hashable, Sendable {
    /// The folder itself.
    public let root: String

    public init(root: String) {
        self.root = root
    }

    /// Finds the site of a configuration file: the folder above the nearest `Config`, or the file's own folder where it
    /// lies in no `Config`.
    public init(ofConfiguration file: String) {
        var folder = Path.parent(of: file)
        while folder != "." && folder != "/" {
            if Path.name(of: folder) == "Config" {
                self.init(root: Path.parent(of: folder))
                return
            }
            folder = Path.parent(of: folder)
        }
        self.init(root: Path.parent(of: file))
    }

    /// Returns a configuration file's path: itself where it is absolute, otherwise inside the site.
    public func path(_ relative: String) -> String { Path.resolve(relative, in: root) }

    /// The folder `Config`.
    public var configuration: String { path("Config") }
    /// Returns the path of a program's own configuration: `Config/aggregator.yaml`.
    public func configuration(of program: String) -> String { path("Config/\(program).yaml") }
    /// `Config/agencies.yaml`: the agencies, their sectors and their public keys.
    public var agenciesFile: String { path("Config/agencies.yaml") }
    /// `Config/rules`: the folder of rules, a file each.
    public var rules: String { path("Config/rules") }
    /// Returns `Config/agencies/<agency>`, which has its adapter's configuration, mappings and samples.
    public func configuration(of agency: AgencyName) -> String { path("Config/agencies/\(agency)") }

    /// The folder `keys`.
    public var keys: String { path("keys") }
    /// Returns the path of a key pair: `keys/<name>.key`.
    public func keyFile(_ name: String) -> String { path("keys/\(name).key") }
    /// Returns the path of the public half: `keys/<name>.pub`.
    public func publicKeyFile(_ name: String) -> String { path("keys/\(name).pub") }
    /// Returns the folder of one daemon's data: `data/aggregator`, `data/<agency>`.
    public func data(of name: String) -> String { path("data/\(name)") }
    /// Returns the folder into which an agency's system writes its exports.
    public func inbox(of agency: AgencyName) -> String { path("inbox/\(agency)") }
}
