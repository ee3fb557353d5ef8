/// The error that something did not come to be in time.
public struct Overdue: Error, CustomStringConvertible {
    public let description: String
}

/// Waits until a condition holds, and looks every few milliseconds.
///
/// - Throws: ``Overdue`` where it does not hold in time; whatever the condition throws.
public func eventually(
    _ expected: String = "the condition holds",
    within patience: Duration = .seconds(30),
    isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + patience
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw Overdue(description: "not within \(patience): \(expected)") }
        try await Task.sleep(for: .milliseconds(3))
    }
}
