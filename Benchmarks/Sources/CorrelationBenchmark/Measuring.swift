import Foundation

/// The time that a piece of work took of one core, whatever else the machine did meanwhile.
enum Stopwatch {
    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let begin = used
        try body()
        return used - begin
    }

    /// Processor time of this process, in seconds; it has one thread.
    private static var used: Double {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// The memory of this process, as Linux counts it.
enum Memory {
    /// Resident bytes; nothing where the system does not say.
    static var resident: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * 4_096
    }
}
