import DaemonKit
import MappingKit
import SafeguardingModel
import StrictYAML

/// The part of `check` that reads every mapping and plays the samples that lie beside them.
struct MappingCheck {
    private let configuration: AdapterConfiguration

    init(_ configuration: AdapterConfiguration) {
        self.configuration = configuration
    }

    func faults() -> [String] {
        do {
            let set = try MappingSet(folder: configuration.mappings)
            return set.entries.flatMap { faults(of: $0, in: set) }
        } catch {
            return [error.description]
        }
    }

    private func faults(of entry: MappingSet.Entry, in set: MappingSet) -> [String] {
        var run = SampleRun(entry.mapping, agency: configuration.agency)
        let folder = Path.join(Path.parent(of: Path.parent(of: entry.path)), "samples")
        var faults: [String] = []
        for name in entry.mapping.samples {
            if set.mapping(for: name)?.name != entry.mapping.name {
                faults.append("\(entry.path): sample \(name): another mapping is for a file of this name, or none is")
            }
            faults += MappingCheck.differences(&run, sample: Path.join(folder, name)).map {
                "\(entry.path): sample \(name): \($0)"
            }
        }
        return faults
    }

    private static func differences(_ run: inout SampleRun, sample: String) -> [String] {
        do {
            return try run.differences(sample: Files.read(sample), expected: Files.read(expectation(of: sample)))
        } catch {
            return ["\(error)"]
        }
    }

    /// Returns the file of the expected events: `a.expected.jsonl` for `a.csv`.
    private static func expectation(of sample: String) -> String {
        let name = Path.name(of: sample)
        let stem = name.split(separator: ".", omittingEmptySubsequences: false).dropLast().joined(separator: ".")
        return Path.join(Path.parent(of: sample), "\(stem).expected.jsonl")
    }
}
