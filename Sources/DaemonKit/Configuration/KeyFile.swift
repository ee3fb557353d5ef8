import StrictYAML

/// A key pair with its owner's name, as it lies in `keys/<name>.key`: readable by its owner and by nobody else.
///
/// ```yaml
/// name: merseyside-police
/// public: "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
/// secret: "..."
/// ```
public struct KeyFile: Sendable {
    /// The owner's name: an agency's, or that of a daemon.
    public let name: String
    /// 40 characters of Z85.
    public let publicKey: String
    /// 40 characters of Z85.
    public let secretKey: Secret

    /// Makes a pair without checking it; ``init(reading:)`` checks.
    public init(name: String, publicKey: String, secretKey: Secret) {
        self.name = name
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// Reads a key file.
    ///
    /// - Throws: ``FileError``, also for a file that others can read, that another user owns, or that is reached
    ///   through a link.
    public init(reading path: String) throws(FileError) {
        self = try KeyFile(parsing: try Files.privateText(path, called: "key", limit: 4_096), path: path)
    }

    /// Writes the pair with mode 0600.
    ///
    /// Never replaces an existing file, because a lost key cannot be recovered.
    public func write(to path: String) throws(FileError) {
        guard !Files.exists(path) else {
            throw FileError(path: path, message: "a key stands here already; keys are not written over")
        }
        let text = "name: \(name)\npublic: \"\(publicKey)\"\nsecret: \"\(secretKey.revealed)\"\n"
        try Files.write(Array(text.utf8), to: path, mode: 0o600)
    }

    /// Parses the file. Its faults never repeat the file's text: a typing error may have put the secret anywhere.
    private init(parsing text: String, path: String) throws(FileError) {
        let fields = try KeyFields(parsing: text, path: path)
        self.init(
            name: try fields.text("name"),
            publicKey: try fields.key("public"),
            secretKey: Secret(try fields.key("secret"))
        )
    }
}

/// The public half, which may be shown and sent: `keys/<name>.pub`.
public struct PublicKeyFile: Hashable, Sendable {
    /// The owner's name: an agency's, or that of a daemon.
    public let name: String
    /// 40 characters of Z85.
    public let publicKey: String

    public init(name: String, publicKey: String) {
        self.name = name
        self.publicKey = publicKey
    }

    /// Reads a public key file, from which a line `secret` may be absent.
    ///
    /// - Throws: ``FileError`` if it cannot be read, or has no name or no well-formed key.
    public init(reading path: String) throws(FileError) {
        let fields = try KeyFields(parsing: try Files.text(path, limit: 4_096), path: path)
        self.init(name: try fields.text("name"), publicKey: try fields.key("public"))
    }

    /// Writes the file, readable for all.
    public func write(to path: String) throws(FileError) {
        try Files.write(Array("name: \(name)\npublic: \"\(publicKey)\"\n".utf8), to: path, mode: 0o644)
    }
}

extension KeyFile {
    /// The part of the pair that others may have.
    public var publicHalf: PublicKeyFile { PublicKeyFile(name: name, publicKey: publicKey) }
}

/// The fields of a key file, with faults that name the field and never its value.
private struct KeyFields {
    let path: String
    let mapping: YAMLMapping

    init(parsing text: String, path: String) throws(FileError) {
        do {
            mapping = try YAMLNode(parsing: text, file: path).openMapping()
        } catch {
            throw FileError(
                path: path,
                message: "is no key file: it has the lines name and public, and in a file of a secret key secret"
            )
        }
        self.path = path
    }

    func text(_ field: String) throws(FileError) -> String {
        guard let node = mapping.optional(field), let text = try? node.string() else {
            throw FileError(path: path, message: "the line '\(field)' is missing")
        }
        return text
    }

    func key(_ field: String) throws(FileError) -> String {
        let text = try text(field)
        guard KeyText.isWellFormed(text) else {
            throw FileError(path: path, message: "'\(field)' is no key: 40 characters of Z85 are expected, in quotes")
        }
        return text
    }
}
