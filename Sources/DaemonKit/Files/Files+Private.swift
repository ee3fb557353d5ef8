import Glibc

extension Files {
    /// Reads a file that must be its owner's alone: refuses it where others can read it, where it belongs to another
    /// user than this program's or root, and where it is reached through a link.
    ///
    /// - Parameter what: the file's kind, for the sentence: `key`.
    public static func privateText(_ path: String, called what: String, limit: Int = 16_384) throws(FileError) -> String
    {
        let file = try OpenFile(reading: path)
        let information = try file.information()
        try requirePrivate(information, path, called: what)
        guard information.owner == geteuid() || information.owner == 0 else {
            throw FileError(
                path: path,
                message: "this \(what) belongs to another user; it must belong to the program's own"
            )
        }
        return try text(file, limit: limit)
    }

    /// Refuses a file that others can read, with the command that mends it.
    public static func requirePrivate(
        _ information: FileInformation,
        _ path: String,
        called what: String
    ) throws(FileError) {
        guard information.mode & 0o077 == 0 else {
            let mode = information.modeText
            throw FileError(path: path, message: "others can read this \(what) (mode \(mode)); run: chmod 600 \(path)")
        }
    }
}
