/// Functions that join paths and take them apart, as text.
public enum Path {
    /// Returns `path` where it is absolute, otherwise its place inside `base`.
    public static func resolve(_ path: String, in base: String) -> String {
        if path.utf8.first == UInt8(ascii: "/") { return path }
        let trimmed = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        if trimmed.isEmpty || trimmed == "." { return base }
        return base == "." || base.isEmpty ? trimmed : join(base, trimmed)
    }

    /// Joins two parts with exactly one slash: `DIR/Config`.
    public static func join(_ base: String, _ name: String) -> String {
        base.utf8.last == UInt8(ascii: "/") ? base + name : "\(base)/\(name)"
    }

    /// Returns the folder that a path lies in: `.` for a bare name.
    public static func parent(of path: String) -> String {
        let trimmed = withoutTrailingSlashes(path)
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : withoutTrailingSlashes(String(trimmed[..<slash]))
    }

    /// Returns the last part of a path.
    public static func name(of path: String) -> String {
        let trimmed = withoutTrailingSlashes(path)
        return String(trimmed.split(separator: "/").last ?? "")
    }

    private static func withoutTrailingSlashes(_ path: String) -> String {
        var path = path
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        return path
    }
}
