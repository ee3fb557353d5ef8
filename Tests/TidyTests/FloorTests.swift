import Testing

/// The house keeps its floors: what lies below the I/O line waits for nothing and asks nobody.
@Suite("The floors of the house")
struct FloorTests {
    private let sources: SourceTree

    init() throws {
        sources = try SourceTree(folder: "Sources")
    }

    /// Our modules, lowest floor first. A module imports only from floors below its own.
    private static let floors: [[String]] = [
        ["CZeroMQ", "CSimdJSON", "CAccept", "CPasswordLists"],
        ["ZeroMQ", "SafeguardingModel"],
        ["StrictYAML"],
        ["EventFormat"],
        ["MappingKit", "BusProtocol", "IdentityResolution", "RuleEngine"],
        ["Correlation"],
        ["RuleTools", "Simulation"],
        ["DaemonKit"],
        ["Journal"],
        ["BusTransport", "Accounts"],
        ["AdapterKit", "Aggregator", "Desk", "Replay"],
        ["Programs", "Refbus"],
    ]

    /// Below the line: no waiting, no clock, no file, no socket, no chance.
    private static let core: Set<String> = [
        "SafeguardingModel", "StrictYAML", "EventFormat", "MappingKit", "BusProtocol", "IdentityResolution",
        "RuleEngine",
        "Correlation", "RuleTools", "Simulation",
    ]

    @Test("Every module has a floor")
    func everyModule() {
        let known = Set(Self.floors.joined())
        #expect(Set(sources.files.map(\.module)).subtracting(known).isEmpty)
    }

    @Test("Imports point down")
    func arrows() {
        var floorOf: [String: Int] = [:]
        for (floor, modules) in Self.floors.enumerated() {
            for module in modules { floorOf[module] = floor }
        }
        for file in sources.files {
            guard let own = floorOf[file.module] else { continue }
            let wrong = file.imports.filter { (floorOf[$0] ?? -1) >= own }
            #expect(wrong.isEmpty, "\(file) imports \(wrong) from its own floor or above")
        }
    }

    @Test("Only the wrapper speaks to libzmq, the event format to simdjson, and the rules of passwords to their lists")
    func boundaries() {
        for (library, owner) in [("CZeroMQ", "ZeroMQ"), ("CSimdJSON", "EventFormat"), ("CPasswordLists", "Accounts")] {
            let others = sources.files.filter { $0.imports.contains(library) && $0.module != owner }
            #expect(others.isEmpty, "\(library) is imported by \(others)")
        }
    }

    @Test(
        "Nothing is imported that keeps the programs from being linked with the runtime inside, as they are installed"
    )
    func linking() {
        let others = sources.files.filter { $0.imports.contains("FoundationNetworking") }
        #expect(others.isEmpty, "FoundationNetworking asks for a library of curl's on every machine: \(others)")
    }

    @Test("The core imports nothing that waits, reads or rolls dice")
    func coreImports() {
        let allowed = Self.core.union([
            "CSimdJSON", "Yams", "Collections", "OrderedCollections", "HeapModule", "DequeModule", "Crypto",
        ])
        for file in sources.files where Self.core.contains(file.module) {
            let others = file.imports.filter { !allowed.contains($0) }
            #expect(others.isEmpty, "\(file) imports \(others)")
        }
    }

    @Test(
        "The core has no clock, file, socket, chance or task",
        arguments: [
            ["Date(", "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday"],
            ["FileManager", "fopen(", "ProcessInfo"],
            [".random(", ".shuffled(", ".randomElement(", "UUID(", "SystemRandomNumberGenerator", "arc4random"],
            [" async ", "await ", "Task {", "Task.detached", "Mutex(", "DispatchQueue", "Thread("],
            [".hashValue", "Hasher()"],
        ]
    )
    func coreCalls(words: [String]) {
        let found = sources.occurrences(of: words, in: Self.core)
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test("Nothing is forced, unfinished or left unexplained")
    func tidy() {
        let all = Set(sources.files.map(\.module))
        let found = sources.occurrences(of: ["try!", " as! ", "TODO", "FIXME", "XMLDocument("], in: all)
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test("The desk knows no database, starts no program, and has no format but its own")
    func deskCalls() {
        let words = ["import GRDB", "sql:", "Process(", "posix_spawn", "String(format", "NSPredicate", "dlopen("]
        let found = sources.occurrences(of: words, in: ["Desk", "Accounts"])
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test("The desk's routes and pages have a policy and no model")
    func deskReads() {
        let folders = ["Sources/Desk/Web/", "Sources/Desk/Pages/"]
        let found = sources.occurrences(of: ["DeskModel"], in: ["Desk"]).filter { place in
            // The site is given the model, and gives it to the policy.
            folders.contains(where: place.hasPrefix) && !place.hasPrefix("Sources/Desk/Web/DeskSite.swift")
        }
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test("What the compiler is told not to check has its reason beside it")
    func safety() {
        for file in sources.files {
            for (number, line) in file.lines.enumerated()
            where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                guard !line.trimmingPrefix(while: { $0 == " " }).hasPrefix("//") else { continue }
                let near = file.lines[max(0, number - 12)...number].joined(separator: "\n")
                #expect(near.contains("SAFETY"), "\(file):\(number + 1) says nothing about why it is safe")
            }
        }
    }

    @Test("A file holds one thing")
    func sizes() {
        for file in sources.files {
            #expect(file.lines.count <= 400, "\(file) has \(file.lines.count) lines")
        }
    }
}
