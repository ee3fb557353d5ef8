/// The notation of CURVE keys: 40 characters of Z85.
public enum KeyText {
    private static let alphabet = Set(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".utf8
    )

    /// Returns whether the text could be a key: 40 characters, all of Z85.
    public static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == 40 && text.utf8.allSatisfy { alphabet.contains($0) }
    }
}
