import ArgumentParser
import Foundation
import Histogram
import IdentityResolution
import SafeguardingModel
import Synchronization

/// `bus-benchmark identity`: how long it takes to link a million records one after another, as the aggregator does, and
/// how long one more record takes then.
struct IdentitySpeed: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "identity")

    @Option(help: "How many records are linked before one more is timed.") var records = 1_000_000
    @Option(help: "The Config folder with identity.yaml and names.yaml.") var config = "Config"
    @Option var seed: UInt64 = 1
    @Option(help: "How many threads compare, where all are linked at once.") var threads = 2

    func run() throws {
        let settings = try IdentitySettings.read(config)
        // Five agencies know a child in 2.3 records on average.
        let population = Population(children: records * 10 / 22 + 10_000, seed: seed, settings)
        let (known, fresh) = (population.entries.prefix(records), population.entries.dropFirst(records).prefix(20_000))
        bulk(Array(known), settings)
        let before = Usage.now
        var resolver = Resolver(settings: settings)
        for entry in known { _ = resolver.learn(entry.key, entry.person) }
        let after = Usage.now
        print(
            "linked \(known.count) records of five agencies, one after another: \(after.seconds(since: before)) s of processor, \(after.clock(since: before)) s by the clock"
        )
        print("  \((after.resident - before.resident) >> 20) MiB for them; \(resolver.children.count) children")
        report("one new record against them", &resolver, Array(fresh))
        report("a record that is known already", &resolver, Array(known.prefix(200_000)))
    }

    /// All at once, compared on as many threads as asked for.
    private func bulk(_ entries: [Population.Entry], _ settings: IdentitySettings) {
        let before = Usage.now
        var bulk = BulkLinking(settings: settings)
        for entry in entries { bulk.add(entry.key, entry.person) }
        let taken = Usage.now
        let pairs = compare(bulk)
        let compared = Usage.now
        let children = bulk.resolver(with: pairs).children.count
        let done = Usage.now
        print(
            "linked \(entries.count) records at once on \(threads) threads: \(done.seconds(since: before)) s of processor, \(done.clock(since: before)) s by the clock"
        )
        for (what, from, to) in [
            ("taking in", before, taken), ("comparing", taken, compared), ("making children", compared, done),
        ] {
            print("  \(what): \(to.seconds(since: from)) s of processor, \(to.clock(since: from)) s by the clock")
        }
        print(
            "  \((done.resident - before.resident) >> 20) MiB; \(pairs.reduce(0) { $0 + $1.count }) pairs; \(children) children"
        )
    }

    private func compare(_ linking: BulkLinking) -> [BulkLinking.Pairs] {
        let parts = threads * 16
        let found = Mutex<[Int: BulkLinking.Pairs]>([:])
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = threads
        for part in 0..<parts {
            queue.addOperation {
                let (from, to) = (linking.count * part / parts, linking.count * (part + 1) / parts)
                let pairs = linking.pairs(in: from..<to)
                found.withLock { $0[part] = pairs }
            }
        }
        queue.waitUntilAllOperationsAreFinished()
        return found.withLock { found in (0..<parts).compactMap { found[$0] } }
    }

    private func report(_ what: String, _ resolver: inout Resolver, _ entries: [Population.Entry]) {
        var clock = Histogram<UInt32>(highestTrackableValue: 10_000_000_000, numberOfSignificantValueDigits: .three)
        var processor = clock
        for entry in entries {
            let (start, used) = (DispatchTime.now().uptimeNanoseconds, Usage.threadNanoseconds)
            _ = resolver.learn(entry.key, entry.person)
            processor.record(Usage.threadNanoseconds - used)
            clock.record(DispatchTime.now().uptimeNanoseconds - start)
        }
        print("\(what) (\(entries.count) timed)")
        for (name, times) in [("processor", processor), ("clock", clock)] {
            let (half, most) = (times.valueAtPercentile(50), times.valueAtPercentile(99))
            print("  \(name): p50 \(half) ns, p99 \(most) ns, slowest \(times.max) ns")
        }
    }
}

/// `bus-benchmark population DIR`: the generated records as CSV, with their true links, for `refbus identity evaluate`.
struct PopulationFiles: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "population")

    @Argument var folder: String
    @Option var children = 20_000
    @Option(help: "The Config folder with names.yaml.") var config = "Config"
    @Option var seed: UInt64 = 1

    func run() throws {
        let population = Population(children: children, seed: seed, try IdentitySettings.read(config))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write("records.csv", [PopulationFiles.header] + population.entries.map(PopulationFiles.line))
        let groups = Dictionary(grouping: population.entries, by: \.child).sorted { $0.key < $1.key }
        let links = groups.flatMap { group in
            zip(group.value, group.value.dropFirst()).map { "\($0.key.subject),\($1.key.subject)" }
        }
        try write("links.csv", ["one,other"] + links)
        print("\(population.entries.count) records of \(population.children) children, seed \(seed): \(folder)")
        let share = { (part: Int) in String(format: "%.1f%%", 100 * Double(part) / Double(population.children)) }
        print("  \(share(population.twins)) are one of twins, \(share(population.siblings)) have a brother or sister")
        for (agency, count) in Dictionary(grouping: population.entries, by: \.key.agency).sorted(by: { $0.key < $1.key }
        ) {
            print("  \(agency) knows \(share(Set(count.map(\.child)).count))")
        }
    }

    private func write(_ name: String, _ lines: [String]) throws {
        try (lines.joined(separator: "\n") + "\n").write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    private static let header =
        "id,agency,givenName,familyName,born,sex,postcode,address,nhsNumber,upn,localAuthorityId,aliases"

    private static func line(_ entry: Population.Entry) -> String {
        let person = entry.person
        return [
            entry.key.subject, entry.key.agency.rawValue, person.givenName, person.familyName,
            person.born?.description ?? "", person.sex, person.postcode, person.address, person.nhsNumber, person.upn,
            person.localAuthorityId, person.aliases.joined(separator: ";"),
        ].joined(separator: ",")
    }
}

extension Population {
    init(children: Int, seed: UInt64, _ settings: IdentitySettings) {
        let names = settings.names.groups + settings.names.known.map { [$0] }
        self.init(children: children, seed: seed, givenNames: names)
    }
}

extension IdentitySettings {
    fileprivate static func read(_ config: String) throws -> IdentitySettings {
        let identity = try String(contentsOfFile: "\(config)/identity.yaml", encoding: .utf8)
        let names = try String(contentsOfFile: "\(config)/names.yaml", encoding: .utf8)
        return try IdentitySettings(parsing: identity, file: "identity.yaml", names: (names, "names.yaml"))
    }
}

/// The processor time of the process.
private struct Usage {
    let cpu: Double
    let time: Double
    let resident: Int

    static var now: Usage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        let cpu = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1_000_000
        let time = Double(DispatchTime.now().uptimeNanoseconds) / 1_000_000_000
        return Usage(cpu: cpu, time: time, resident: (pages?.dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096)
    }

    func seconds(since before: Usage) -> String { String(format: "%.1f", cpu - before.cpu) }
    func clock(since before: Usage) -> String { String(format: "%.1f", time - before.time) }

    /// The processor time of this thread: other programs' share of the machine is not in it.
    static var threadNanoseconds: UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}
