import Foundation
import Testing

@Suite("Connections without end", .serialized)
struct DescriptorTests {
    @Test(
        "Nine thousand connections at once end no aggregator with its least number of files; it serves on, and says so"
    )
    func flood() throws {
        let site = try TestSite()
        try site.start("aggregator", files: 4_096)
        let flood = try ConnectionFlood(ports: [site.port, site.port + 1, site.port + 2], count: 9_000)
        defer { flood.end() }
        try eventually("connections are refused: \(flood.count)") {
            try site.health("aggregator").text.contains("connections-refused: ")
        }
        let file = "\(site.folder)/events.jsonl"
        let lines = (1...200).map { sampleEvent("merseyside-police", $0, child: $0 % 9) }
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let sent = try site.refbus("publish", file, "--as", "merseyside-police", "--patience", "60")
        #expect(sent.text.contains("200 accepted, 0 refused"), "\(sent.text)")
        #expect(site.isRunning("aggregator"))
        #expect(try site.health("aggregator").status == 1)
        let told = site.log(of: "aggregator").split(separator: "\n").filter { $0.contains("Connections refused") }
        #expect((1...10).contains(told.count), "\(site.log(of: "aggregator"))")
    }

    @Test("Too few files for what the aggregator needs is a sentence, and no start")
    func tooFew() throws {
        let site = try TestSite()
        try site.start("aggregator", waits: false, files: 1_000)
        try eventually("it says why") {
            site.log(of: "aggregator").contains("only 1000 files may be open, 4096 are needed")
        }
        try eventually("it has ended") { !site.isRunning("aggregator") }
    }
}

/// Connections that say nothing and never go; those that are closed are made anew.
private final class ConnectionFlood {
    private var descriptors: [Int32] = []
    private let ports: [Int]

    /// Returns when so many connections were asked for.
    init(ports: [Int], count: Int) throws {
        self.ports = ports
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        try #require(limit.rlim_max > 10_000, "this test needs more files than it may open")
        for number in 0..<count {
            connect(to: ports[number % ports.count])
            // Bounded: the kernel keeps only some hundred connections that nobody has taken yet.
            if number.isMultiple(of: 100) { usleep(2_000) }
        }
    }

    var count: Int { descriptors.count }

    private func connect(to port: Int) {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, type, 0)
        guard descriptor >= 0 else { return }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        descriptors.append(descriptor)
    }

    func end() {
        for descriptor in descriptors { close(descriptor) }
        descriptors = []
    }
}
