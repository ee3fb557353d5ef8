import DaemonKit
import MappingKit
import SafeguardingModel

/// Reads every mapping and plays the samples that lie beside them.
struct MappingCheck {
    private let configuration: AdapterConfiguration

    init(_ configuration: AdapterConfiguration) {
        self.configuration = configuration
    }

    func faults() throws -> [String] {
        try MappingSet(folder: configuration.mappings).entries.flatMap { entry in try faults(of: entry) }
    }

    private func faults(of entry: MappingSet.Entry) throws -> [String] {
        var run = SampleRun(entry.mapping, agency: configuration.agency)
        let folder = Path.join(Path.parent(of: Path.parent(of: entry.path)), "samples")
        var faults: [String] = []
        for name in entry.mapping.samples {
            let sample = Path.join(folder, name)
            let expected = Path.join(folder, MappingCheck.expectation(of: name))
            let differences = try run.differences(sample: Files.read(sample), expected: Files.read(expected))
            faults += differences.map { "\(entry.path): sample \(name): \($0)" }
        }
        return faults
    }

    /// `a.csv` is judged by `a.expected.jsonl`.
    private static func expectation(of sample: String) -> String {
        let stem = sample.split(separator: ".").dropLast().joined(separator: ".")
        return "\(stem).expected.jsonl"
    }
}
