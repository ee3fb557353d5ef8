/// The name of a file in the quarantine: its own or, where no ending fits behind that, its beginning, a digest of the
/// whole of it, and its ending.
struct QuarantineName {
    let text: String
    /// The most bytes of the name. The file system takes 255, and `.rejected-10.jsonl` and the mark of a file that is
    /// being written need some.
    private static let most = 200

    init(_ name: String) {
        guard name.utf8.count > Self.most else {
            text = name
            return
        }
        let ending = name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
        let kept = ending.utf8.count <= 8 ? ending : ""
        var head = name
        while head.utf8.count > Self.most - 20 { head.removeLast() }
        text = "\(head)~\(EventHash(name.utf8).text.prefix(8))\(kept)"
    }
}
