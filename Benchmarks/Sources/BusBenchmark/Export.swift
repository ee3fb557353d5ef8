import ArgumentParser
import Foundation

/// One large export, from the adapter's folder to the journal.
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rows a second and memory of an adapter that reads one large CSV export, as a stream."
    )

    @Option(help: "The folder of the release binaries.")
    var bin: String
    @Option(help: "The size of the export.")
    var megabytes = 1_024
    @Option(help: "The length of a row's free text, which is never sent.")
    var textBytes = 4_000
    @Option var port = 7800

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bus-benchmark-\(getpid())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = Bench(bin: bin, site: folder, port: port, children: 0)
        try bench.prepare()
        let aggregator = try bench.start()
        defer { aggregator.stop() }
        let adapter = try Child(
            "\(bin)/education-adapter",
            ["--config", "\(folder)/Config/agencies/sample-academy/adapter.yaml"],
            errors: FileHandle(forWritingAtPath: "/dev/null") ?? .standardError
        )
        defer { adapter.stop() }
        Report.title("Export: one CSV file of \(megabytes) MiB into the education adapter's folder")
        let rows = try write(to: "\(folder)/cpoms_2026-11.csv")
        try measure(rows, bench, adapter)
    }

    private func measure(_ rows: Int, _ bench: Bench, _ adapter: Child) throws {
        let inbox = "\(bench.site)/inbox/sample-academy/cpoms_2026-11.csv"
        try FileManager.default.moveItem(atPath: "\(bench.site)/cpoms_2026-11.csv", toPath: inbox)
        let began = Date()
        try waitFor("the last row's event", seconds: 3_600) { (bench.status("stored") ?? 0) >= rows }
        let seconds = Date().timeIntervalSince(began)
        Report.line("rows", "\(rows)")
        Report.line(
            "from the folder to the journal",
            "\(Report.round(seconds, 0)) s, with 5 s that it waits for a writer"
        )
        Report.line("  rows a second", "\(Int(Double(rows) / seconds))")
        Report.line("  MiB a second", Report.round(Double(megabytes) / seconds, 1))
        Report.line("adapter's memory, at most", "\(adapter.mostMemory >> 20) MiB")
    }

    /// Synthetic incidents; gives how many.
    private func write(to path: String) throws -> Int {
        FileManager.default.createFile(atPath: path, contents: nil)
        guard let file = FileHandle(forWritingAtPath: path) else { throw BenchmarkError("cannot write \(path)") }
        defer { try? file.close() }
        let header =
            "Incident ID,Logged,Happened,Adno,UPN,Forename,Surname,DOB,Categories,Raised By,Linked Adults,Handles,"
            + "Incident Text,Status\n"
        try file.write(contentsOf: Data(header.utf8))
        let text = String(repeating: "synthetic, \"\"quoted\"\" example\n", count: textBytes / 30)
        var rows = 0
        var size = 0
        while size < megabytes << 20 {
            var block = ""
            for _ in 0..<200 {
                rows += 1
                block +=
                    "B-\(rows),24/11/2025 12:45,24/11/2025 11:00,\(rows % 1_000),,Ada,Example \(rows % 1_000),"
                    + "15/06/2012,Online Safety,Pupil,,,\"\(text)\",\n"
            }
            size += block.utf8.count
            try file.write(contentsOf: Data(block.utf8))
        }
        return rows
    }
}
