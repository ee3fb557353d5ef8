package import DaemonKit
import Foundation
package import StrictYAML

/// The settings of the identity provider (OpenID Connect), from `cse-desk.yaml`.
///
/// ```yaml
/// provider:
///   issuer: https://login.example.org/council
///   client: cse-desk
///   clientKey: keys/provider.key        # a private key, mode 0600; without it the desk is a public client
///                                       # (or `secret: keys/provider.secret`, which never changes by itself)
///   desk: https://desk.example.org      # the address under which people's browsers find the desk
///   title: Council account              # the text of the button
///   secondFactor: [mfa]                 # one of these must be in the token's amr, or be its acr; [] requires none
/// ```
public struct ProviderSettings: Hashable, Sendable {
    /// The issuer exactly as the provider's tokens name it.
    public var issuer: String
    public var client: String
    /// The file of the client's secret; nil where it has none, or has a ``clientKey``.
    public var secret: String?
    /// The file of the key by which the client proves itself.
    public var clientKey: String?
    /// The desk's address in browsers, without a slash at the end.
    public var desk: String
    public var title: String
    public var secondFactor: [String]

    public init(
        issuer: String,
        client: String,
        secret: String? = nil,
        clientKey: String? = nil,
        desk: String,
        title: String = "Work account",
        secondFactor: [String] = ["mfa"]
    ) {
        self.issuer = issuer
        self.client = client
        self.secret = secret
        self.clientKey = clientKey
        self.desk = desk
        self.title = title
        self.secondFactor = secondFactor
    }

    package init(_ node: YAMLNode, site: Site) throws(YAMLError) {
        let values = try node.mapping(of: ["issuer", "client", "secret", "clientKey", "desk", "title", "secondFactor"])
        issuer = try ProviderSettings.address(values.required("issuer"))
        client = try values.required("client").name()
        secret = try values["secret"].map { node throws(YAMLError) in site.path(try node.name()) }
        clientKey = try values["clientKey"].map { node throws(YAMLError) in site.path(try node.name()) }
        if let node = values["secret"], clientKey != nil {
            throw node.fault("give 'secret' or 'clientKey', not both; the key is better")
        }
        desk = try ProviderSettings.address(values.required("desk"))
        while desk.hasSuffix("/") { desk.removeLast() }
        title = try values["title"]?.name() ?? "Work account"
        secondFactor = try values["secondFactor"]?.strings() ?? ["mfa"]
    }

    /// The address to which the provider sends people back; it has to know this address.
    public var returnAddress: String { "\(desk)/login/provider/return" }

    /// Reads the proof of which client the desk is.
    func readProof() throws(FileError) -> ClientProof {
        if let clientKey { return .key(try ClientKey(reading: clientKey)) }
        return try readSecret().map(ClientProof.secret) ?? .none
    }

    /// Reads the client's secret; nil for a client that has none.
    private func readSecret() throws(FileError) -> Secret? {
        guard let secret else { return nil }
        let text = try Files.privateText(secret, called: "secret").trimmed
        guard !text.isEmpty else { throw FileError(path: secret, message: "the client's secret is empty") }
        return Secret(text)
    }

    private static func address(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.name()
        guard WebAddress(text) != nil else {
            throw node.fault("expected an address such as https://login.example.org; http only on this machine itself")
        }
        return text
    }
}

/// An address that the desk may call: https, or http on this machine alone.
package struct WebAddress: Hashable, Sendable {
    let text: String
    /// The scheme, host and port, which two addresses of one provider share.
    let origin: String

    init?(_ text: String) {
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty, url.user == nil,
            url.password == nil, url.fragment == nil
        else { return nil }
        let isHere = WebAddress.isLoopback(host)
        guard url.scheme == "https" || (url.scheme == "http" && isHere) else { return nil }
        self.text = text
        origin = "\(url.scheme ?? "")://\(host.lowercased()):\(url.port ?? (url.scheme == "https" ? 443 : 80))"
    }
    /// Returns whether an address is this machine's own.
    package static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.split(separator: ".").count == 4)
    }
}
