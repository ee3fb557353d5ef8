import DaemonKit
import Glibc
import TestKit
import Testing

@Suite("Key files")
struct KeyFileTests {
    private static let publicKey = String(repeating: "p", count: 40)
    private static let secretKey = String(repeating: "s", count: 40)
    private let folder: Scratch

    init() throws { folder = try Scratch() }

    private func keyText(secret: String = secretKey) -> String {
        "name: sample-house\npublic: \"\(Self.publicKey)\"\nsecret: \"\(secret)\"\n"
    }

    private func complaint(_ path: String) -> String {
        do { _ = try KeyFile(reading: path) } catch { return error.message }
        return "no complaint"
    }

    @Test("A written key is read back, and only its owner may read it")
    func roundTrip() throws {
        let key = KeyFile(name: "sample-house", publicKey: Self.publicKey, secretKey: Secret(Self.secretKey))
        try key.write(to: folder("sample-house.key"))
        try key.publicHalf.write(to: folder("sample-house.pub"))
        let read = try KeyFile(reading: folder("sample-house.key"))
        #expect(read.name == "sample-house")
        #expect(read.secretKey.revealed == Self.secretKey)
        #expect(try Files.information(folder("sample-house.key"))?.modeText == "0600")
        #expect(try Files.information(folder("sample-house.pub"))?.modeText == "0644")
        #expect(try PublicKeyFile(reading: folder("sample-house.pub")) == key.publicHalf)
    }

    @Test(
        "A key that others can read is refused, with the command that mends it",
        arguments: [0o644, 0o640, 0o604, 0o620]
    )
    func exposed(mode: Int) throws {
        let path = try folder.write(keyText(), to: "a.key", mode: UInt32(mode))
        #expect(complaint(path) == "others can read this key (mode 0\(String(mode, radix: 8))); run: chmod 600 \(path)")
    }

    @Test("A key behind a symbolic link is refused")
    func link() throws {
        let target = try folder.write(keyText(), to: "real.key")
        symlink(target, folder("a.key"))
        #expect(
            complaint(folder("a.key")) == "cannot be opened: it is a symbolic link, and links are not followed here"
        )
    }

    @Test("A folder or a pipe in the place of a key is refused and holds nobody up")
    func noPlainFile() throws {
        mkfifo(folder("a.key"), 0o600)
        #expect(complaint(folder("a.key")) == "is not a plain file")
        #expect(complaint(folder.path) == "is not a plain file")
        #expect(complaint(folder("gone.key")) == "cannot be opened: it does not exist")
    }

    @Test(
        "A broken key is refused without repeating what it says",
        arguments: [
            "name: a\npublic: \"pppp\"\nsecret: \"topsecret\"\n", "topsecret", "topsecret: 1\nname: [", "",
            "name: a\npublic: \"\(publicKey)\"\n",
        ]
    )
    func broken(text: String) throws {
        let words = complaint(try folder.write(text, to: "a.key"))
        #expect(words != "no complaint")
        #expect(!words.contains("topsecret") && !words.contains("pppp"))
    }

    @Test("A key is never written over")
    func noOverwriting() throws {
        let key = KeyFile(name: "a", publicKey: Self.publicKey, secretKey: Secret(Self.secretKey))
        try key.write(to: folder("a.key"))
        #expect(throws: FileError.self) { try key.write(to: folder("a.key")) }
    }

    @Test("Printing a key shows nothing of its secret")
    func printing() {
        let key = KeyFile(name: "a", publicKey: Self.publicKey, secretKey: Secret(Self.secretKey))
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!"\(key) \(String(reflecting: key)) \(dumped)".contains(Self.secretKey))
    }
}
