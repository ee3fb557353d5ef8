/// How many facts of one agency about one child are judged; the rest is set aside for a person.
///
/// Judging a fact costs what the child's other facts cost to read again. An agency that tells more of one child than this has
/// most likely sent many children's facts under one reference, and judging them would keep all other children waiting.
public struct FactLimits: Hashable, Sendable, Codable {
    /// Of what happened on one day.
    public var aDay: Int
    /// Of what is judged at one time. What happened too long ago to be judged no longer counts.
    public var inAll: Int

    public init(aDay: Int, inAll: Int) {
        self.aDay = aDay
        self.inAll = inAll
    }

    /// A school that marks two sessions a day tells 380 facts a year, a home that writes something down every morning and
    /// evening 730, a police force with a hundred and fifty absences about 600; no agency tells a hundred of one day.
    public static let usual = FactLimits(aDay: 100, inAll: 2_000)
}
