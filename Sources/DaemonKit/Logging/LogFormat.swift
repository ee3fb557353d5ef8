/// The form of log lines.
public enum LogFormat: String, Sendable, CaseIterable {
    /// For people: `2015-09-12T19:40:00Z warning police-adapter Row quarantined row=7 field=born`
    case text
    /// For collectors: one JSON object on each line.
    case json
}

/// The destination of finished log lines, each with its line break.
public typealias LogSink = @Sendable (_ line: [UInt8]) -> Void
