import Foundation
import MappingKit
import SafeguardingModel
import StrictYAML
import Testing

/// One mapping file of one agency's configuration.
struct MappingFile: CustomTestStringConvertible, Sendable {
    let agency: String
    let name: String
    let folder: URL

    var testDescription: String { "\(agency)/\(name)" }

    func mapping() throws -> Mapping {
        let url = folder.appending(path: "mappings").appending(path: name)
        return try Mapping(parsing: String(contentsOf: url, encoding: .utf8), file: testDescription)
    }

    func bytes(_ sample: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: "samples").appending(path: sample)))
    }

    static let agencies = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Config/agencies")

    static let all: [MappingFile] = names(in: agencies).flatMap { agency in
        let folder = agencies.appending(path: agency)
        return names(in: folder.appending(path: "mappings")).map {
            MappingFile(agency: agency, name: $0, folder: folder)
        }
    }

    private static func names(in folder: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { !$0.hasPrefix(".") }
            .sorted()
    }
}

@Suite("The mappings that ship do what their samples say")
struct SampleTests {
    @Test("Each of the six agencies has its mappings")
    func agencies() {
        let names = Set(MappingFile.all.map(\.testDescription))
        let wanted = [
            "merseyside-police/missing.yaml", "merseyside-police/intelligence.yaml", "merseyside-police/register.yaml",
            "knowsley-social-care/ssd-missing.yaml", "knowsley-social-care/s903-missing.yaml",
            "knowsley-social-care/s903-episodes.yaml", "knowsley-social-care/placements.yaml",
            "knowsley-social-care/referrals.yaml", "whiston-health/attendances.yaml", "whiston-health/flags.yaml",
            "sample-academy/attendance.yaml", "sample-academy/concerns.yaml", "sample-house/observations.yaml",
            "sample-house/notices.yaml", "sample-house/missing-profile.yaml", "example-voluntary/concerns.yaml",
        ]
        #expect(wanted.filter { !names.contains($0) } == [])
    }

    @Test("Every sample gives the events and rejections that stand beside it", arguments: MappingFile.all)
    func samples(file: MappingFile) throws {
        let mapping = try file.mapping()
        #expect(!mapping.samples.isEmpty, "a mapping without a sample proves nothing")
        var run = SampleRun(mapping, agency: AgencyName(rawValue: file.agency))
        for sample in mapping.samples {
            #expect(mapping.matches(sample), "the mapping is not for a file of this name")
            let stem = sample.split(separator: ".").dropLast().joined(separator: ".")
            let expected = try file.bytes("\(stem).expected.jsonl")
            #expect(try run.differences(sample: file.bytes(sample), expected: expected) == [], "\(sample)")
        }
    }

    @Test("No file of an agency is claimed by two of its mappings")
    func noTwoClaims() throws {
        for file in MappingFile.all {
            for sample in try file.mapping().samples {
                let claims = try MappingFile.all.filter { try $0.agency == file.agency && $0.mapping().matches(sample) }
                #expect(claims.count == 1, "\(file.agency): \(sample)")
            }
        }
    }

    @Test("The worked example of Docs/adding-an-agency.md is the mapping that ships")
    func page() throws {
        let root = MappingFile.agencies.deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "Docs/adding-an-agency.md"), encoding: .utf8)
        let file = MappingFile.agencies.appending(path: "example-voluntary/mappings/concerns.yaml")
        #expect(page.contains(try String(contentsOf: file, encoding: .utf8)))
    }

    @Test("A hundred random changes to each sample never crash and never send what the bus refuses")
    func mutations() throws {
        var random = SeededGenerator(seed: 903)
        for file in MappingFile.all {
            let mapping = try file.mapping()
            for sample in mapping.samples {
                let good = try file.bytes(sample)
                for _ in 0..<100 {
                    var bytes = good
                    for _ in 0..<8 {
                        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                            in: 0...255,
                            using: &random
                        )
                    }
                    var run = SampleRun(mapping, agency: AgencyName(rawValue: file.agency))
                    _ = try? run.lines(of: bytes)
                }
            }
        }
    }
}
