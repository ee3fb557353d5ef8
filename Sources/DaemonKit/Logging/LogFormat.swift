/// How log lines look.
public enum LogFormat: String, Sendable, CaseIterable {
    /// For people: `2015-09-12T19:40:00Z warning police-adapter Row quarantined row=7 field=born`
    case text
    /// For collectors: one JSON object a line.
    case json
}

/// Where a finished log line goes; it ends with a line break.
public typealias LogSink = @Sendable (_ line: [UInt8]) -> Void
