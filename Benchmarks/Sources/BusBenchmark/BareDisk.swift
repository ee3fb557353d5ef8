import Foundation
import Histogram

/// What this machine takes for a write that lasts and for a short sleep, with nothing of ours in the way: no acknowledgement can
/// be quicker.
enum BareDisk {
    static func report(in folder: String, times: Int) throws {
        let path = "\(folder)/bare-disk"
        let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw BenchmarkError("cannot write \(path)") }
        defer { close(descriptor) }
        var histogram = Histogram<UInt64>(highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: .three)
        let page = [UInt8](repeating: 1, count: 16_384)
        for _ in 0..<times {
            let began = Date().timeIntervalSince1970
            guard write(descriptor, page, page.count) == page.count, fdatasync(descriptor) == 0 else {
                throw BenchmarkError("cannot write \(path)")
            }
            histogram.record(UInt64(max(0, Date().timeIntervalSince1970 - began) * 1_000_000))
            usleep(1_000)
        }
        report("  a bare write and fdatasync of this disk", histogram)
        reportSleep(times: times)
    }

    /// By how much a sleep of a millisecond is too long while nothing else runs: each message between two threads may have
    /// to wait so long for its turn.
    private static func reportSleep(times: Int) {
        var histogram = Histogram<UInt64>(highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: .three)
        for _ in 0..<times {
            let began = Date().timeIntervalSince1970
            usleep(1_000)
            histogram.record(UInt64(max(0, Date().timeIntervalSince1970 - began - 0.001) * 1_000_000))
        }
        report("  a bare sleep of 1 ms is too long by", histogram)
    }

    private static func report(_ title: String, _ histogram: Histogram<UInt64>) {
        let words = [50.0, 99, 99.9].map { Report.round(Double(histogram.valueAtPercentile($0)) / 1_000) }
        let worst = Report.round(Double(histogram.max) / 1_000)
        Report.line(title, (words + [worst]).joined(separator: ", ") + " ms")
    }
}
