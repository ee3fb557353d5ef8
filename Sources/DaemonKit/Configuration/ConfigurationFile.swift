public import SafeguardingModel
public import StrictYAML

/// A configuration file, read once when a program starts.
///
/// Paths in it are relative to the site's folder.
///
/// ```swift
/// let file = try ConfigurationFile(path: "Config/aggregator.yaml")
/// let settings = try file.root.mapping(of: ["publish", "follow", "data"])
/// let data = file.site.path(try settings.required("data").string())
/// ```
public struct ConfigurationFile: Sendable {
    /// The path as it was given, for sentences.
    public let path: String
    /// The site that the path belongs to, against which relative paths in the file are resolved.
    public let site: Site
    /// The whole content, unchecked beyond its YAML: each program names the keys that it takes.
    public let root: YAMLNode

    /// Reads the file.
    ///
    /// - Throws: ``YAMLError`` with the line, or with line 0 if the file cannot be read.
    public init(path: String) throws(YAMLError) {
        let text: String
        do { text = try Files.text(path) } catch { throw YAMLError(file: path, line: 0, message: error.message) }
        self.path = path
        self.site = Site(ofConfiguration: path)
        self.root = try YAMLNode(parsing: text, file: path)
    }

    /// The folder that the file lies in.
    public var folder: String { Path.parent(of: path) }
}

extension SiteConfiguration.TextFile {
    /// Reads a file that a person wrote; ``name`` is the name alone, without folders.
    ///
    /// - Throws: ``FileError`` if it cannot be read, or is not text in UTF-8.
    public init(reading path: String) throws(FileError) {
        self.init(name: Path.name(of: path), text: try Files.text(path))
    }

    /// Reads every file of a folder whose name has this ending, in order of name. Names that begin with a dot are left
    /// out, because editors keep drafts under them.
    public static func all(in folder: String, ending: String = ".yaml") throws(FileError) -> [Self] {
        var files: [Self] = []
        for name in try Files.names(in: folder) where name.hasSuffix(ending) && !name.hasPrefix(".") {
            files.append(try Self(reading: Path.join(folder, name)))
        }
        return files
    }
}
