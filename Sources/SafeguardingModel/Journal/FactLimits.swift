/// The number of facts of one agency about one child that are judged; the rest is set aside for a person.
///
/// Judging a fact costs what the child's other facts cost to read again. An agency that sends more than this about one
/// child has most likely sent many children's facts under one reference, and judging them would keep all other children
/// waiting.
public struct FactLimits: Hashable, Sendable, Codable {
    /// The most facts that happened on one day.
    public var aDay: Int
    /// The most facts that are judged at one time. Facts too old to be judged do not count.
    public var inAll: Int

    public init(aDay: Int, inAll: Int) {
        self.aDay = aDay
        self.inAll = inAll
    }

    /// A school that marks two sessions a day sends 380 facts a year, a home that writes something down every morning
    /// and evening 730, a police force with a hundred and fifty absences about 600; no agency sends a hundred of one
    /// day.
    public static let usual = FactLimits(aDay: 100, inAll: 4_000)
}
