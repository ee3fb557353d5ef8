import Accounts
import Aggregator
import DaemonKit
import Desk
import Foundation
import SafeguardingModel
import ZeroMQ

/// The writer of a new site's files.
struct SiteMaker {
    let site: Site
    let template: String
    let ports: Int
    /// The aggregator's host for other programs; unless it is 127.0.0.1, the aggregator's bus listens on every address.
    let host: String

    func make() throws {
        try copyConfiguration()
        let agencies = try AgenciesFile(parsing: try Files.text(site.agenciesFile), file: site.agenciesFile)
        try Files.makeFolder(site.keys, mode: 0o700)
        _ = try KeyMaker(site: site).make("aggregator")
        try KeyMaker(site: site).giveKeys(to: agencies)
        try AccountFiles(of: site).makeKey()
        for agency in agencies.agencies { try Files.makeFolder(site.inbox(of: agency.name), mode: 0o700) }
        for name in ["aggregator"] + agencies.holders.map(\.name.rawValue) {
            try Files.makeFolder(site.data(of: name), mode: 0o700)
        }
    }

    private func copyConfiguration() throws {
        try Files.makeFolder(site.root, mode: 0o755)
        try Files.makeFolder(site.configuration, mode: 0o755)
        for name in try FileManager.default.subpathsOfDirectory(atPath: template).sorted() {
            let source = "\(template)/\(name)"
            let target = "\(site.configuration)/\(name)"
            // Accounts and restricted children are for the desk alone.
            let isForDesk = name == "access" || name.hasPrefix("access/")
            let (folder, file): (UInt32, UInt32) = isForDesk ? (0o700, 0o600) : (0o755, 0o644)
            if Files.isFolder(source) {
                try Files.makeFolder(target, mode: folder)
            } else {
                try Files.makeFolder(Path.parent(of: target), mode: folder)
                try Files.write(moved(try Files.read(source, limit: 64 << 20), name: name), to: target, mode: file)
            }
        }
    }

    /// Returns the file with its 74xx ports moved to the site's, and its addresses to the aggregator's machine.
    private func moved(_ bytes: [UInt8], name: String) -> [UInt8] {
        guard name.hasSuffix(".yaml"), let text = String(bytes: bytes, encoding: .utf8) else { return bytes }
        let host = name == "aggregator.yaml" ? "0.0.0.0" : host
        var pieces = text.components(separatedBy: "127.0.0.1:74")
        for index in pieces.indices.dropFirst() {
            guard let offset = Int(pieces[index].prefix(2)) else { return bytes }
            let isBus = pieces[index - 1].hasSuffix("tcp://") && self.host != "127.0.0.1"
            pieces[index] = "\(isBus ? host : "127.0.0.1"):\(ports + offset)" + pieces[index].dropFirst(2)
        }
        return Array(pieces.joined().utf8)
    }
}

/// The maker of CURVE key pairs and their files.
struct KeyMaker {
    let site: Site

    /// Makes a new pair for `name` in `keys/<name>.key` and `.pub`; returns the public half.
    func make(_ name: String) throws -> String {
        let pair = CurveKeyPair.generate()
        let file = KeyFile(name: name, publicKey: pair.publicKey.z85, secretKey: Secret(pair.secretKey.z85))
        try file.write(to: site.keyFile(name))
        try file.publicHalf.write(to: site.publicKeyFile(name))
        return file.publicKey
    }

    /// Renames the present key to `.former`. It is kept because it still opens until the agency has the new one.
    func putAside(_ name: String) throws {
        for path in [site.keyFile(name), site.publicKeyFile(name)] where Files.exists(path) {
            try Files.move(path, to: "\(path).former")
        }
    }

    /// Makes a key for each holder in the register who has none yet, and writes the register.
    ///
    /// - Throws: before any file is made, where the register could not be read again.
    func giveKeys(to file: AgenciesFile) throws {
        _ = try AgenciesFile(parsing: file.text, file: site.agenciesFile)
        var file = file
        for index in file.holders.indices where file.holders[index].key.isEmpty {
            file.holders[index].key = try make(file.holders[index].name.rawValue)
        }
        try Files.write(Array(file.text.utf8), to: site.agenciesFile, mode: 0o644)
    }
}
