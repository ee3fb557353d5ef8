public import SafeguardingModel
public import StrictYAML

/// The rates of a synthetic authority, read from `Config/population.yaml`, which has the source of each.
public struct PopulationParameters: Hashable, Sendable {
    /// A share of a whole, in thousandths.
    public typealias Thousandths = Int

    /// The first day.
    public var day0: CivilDay
    /// The number of days; yearly rates are scaled to it.
    public var days: Int
    /// Children looked after at some time in the year.
    public var lookedAfter: Int
    /// Other children whom services know.
    public var otherChildren: Int
    /// People who take alerts.
    public var workers: Int
    /// The days of the year on which each of them works.
    public var workingDays: Int
    /// The number of looked-after children who go missing in the year.
    public var missingLookedAfter: Int
    /// The number of other children who go missing in the year.
    public var missingOthers: Int
    /// The spread of episodes over those children: the parameter of a log-series, in thousandths.
    public var concentration: Thousandths
    /// The most episodes of one child in the year.
    public var mostEpisodes: Int
    /// Lengths of an episode, each with the share of episodes that are shorter.
    public var durations: [Duration]
    /// Shares by their names in the file, each of the whole that its name says: `interviewRefused` of the episodes.
    public var shares: [String: Thousandths]
    /// Events of each sort for one child in a year, in thousandths, by their names in the file.
    public var rates: [String: Thousandths]
    /// Adults on registers.
    public var listedAdults: Int
    /// The published cases hidden among the others; empty if the file names none.
    public var planted: [Planted]

    /// One point of the cumulative spread of lengths.
    public struct Duration: Hashable, Sendable {
        /// The length up to which this point reaches.
        public var under: Span
        /// The share of all episodes that are shorter; greater than at the point before.
        public var share: Thousandths
    }

    /// A published case that is hidden among the others.
    public struct Planted: Hashable, Sendable {
        /// The name of a script in `Config/scripts`.
        public var script: String
        /// The day of the script on which, by the review, somebody recognised what was happening.
        public var recognisedOnDay: Int
        /// The number of copies, each moved by some days.
        public var copies: Int
    }

    /// Returns a share by its name in the file; 0 for a name that the file does not know.
    public func share(_ name: String) -> Thousandths { shares[name] ?? 0 }
    /// Returns a yearly rate for one child by its name in the file; 0 for a name that the file does not know.
    public func rate(_ name: String) -> Thousandths { rates[name] ?? 0 }

    /// The keys that `shares` and `rates` must have.
    static let shareNames = [
        "toldByHomeToo", "graded", "foundWithSomebody", "foundAtAPlace", "interviewOffered", "interviewWithin72Hours",
        "interviewLater", "interviewRefused", "inChildrensHome", "outOfArea", "placementNotified", "known",
        "duplicate", "retracted", "late", "away",
    ]
    static let rateNames = [
        "absenceMark", "emergency", "sexualHealth", "camhs", "concernBySchool", "concernByHome", "concernByHealth",
        "referral", "exclusion", "intelligence", "homeNotice", "onlineContact",
    ]
}

extension PopulationParameters {
    /// Reads the file.
    ///
    /// - Throws: ``YAMLError`` with its line, also for an unknown key or a missing one.
    public init(parsing text: String, file: String) throws(YAMLError) {
        let root = try YAMLNode(parsing: text, file: file).mapping(of: [
            "population", "title", "source", "day0", "days", "children", "workers", "missing", "durations", "shares",
            "rates", "listedAdults", "planted",
        ])
        _ = try root.required("population").integer(in: 1...1)
        day0 = try root.required("day0").day()
        days = try root.required("days").integer(in: 1...3_650)
        let children = try root.required("children").mapping(of: ["lookedAfter", "others"])
        lookedAfter = try children.required("lookedAfter").integer(in: 0...1_000_000)
        otherChildren = try children.required("others").integer(in: 0...1_000_000)
        let workers = try root.required("workers").mapping(of: ["number", "daysAYear"])
        self.workers = try workers.required("number").integer(in: 1...100_000)
        workingDays = try workers.required("daysAYear").integer(in: 1...366)
        let missing = try root.required("missing").mapping(of: ["lookedAfter", "others", "concentration", "most"])
        missingLookedAfter = try missing.required("lookedAfter").integer(in: 0...1_000_000)
        missingOthers = try missing.required("others").integer(in: 0...1_000_000)
        concentration = try missing.required("concentration").integer(in: 1...999)
        mostEpisodes = try missing.required("most").integer(in: 1...1_000)
        durations = try PopulationParameters.durations(root.required("durations"))
        shares = try PopulationParameters.numbers(root.required("shares"), PopulationParameters.shareNames)
        rates = try PopulationParameters.numbers(root.required("rates"), PopulationParameters.rateNames)
        listedAdults = try root.required("listedAdults").integer(in: 0...100_000)
        planted = try PopulationParameters.planted(root["planted"])
    }

    private static func numbers(_ node: YAMLNode, _ names: [String]) throws(YAMLError) -> [String: Int] {
        let mapping = try node.mapping(of: names)
        var numbers: [String: Int] = [:]
        for name in names { numbers[name] = try mapping.required(name).integer(in: 0...1_000_000) }
        return numbers
    }

    private static func durations(_ node: YAMLNode) throws(YAMLError) -> [Duration] {
        var durations: [Duration] = []
        for item in try node.list() {
            let mapping = try item.mapping(of: ["under", "share"])
            let next = Duration(
                under: try mapping.required("under").span(),
                share: try mapping.required("share").integer(in: 1...1_000)
            )
            guard next.share > durations.last?.share ?? 0, next.under > durations.last?.under ?? .zero else {
                throw item.fault("each length and each share must be greater than the one before")
            }
            durations.append(next)
        }
        guard durations.last?.share == 1_000 else { throw node.fault("the last share must be 1000: all of them") }
        return durations
    }

    private static func planted(_ node: YAMLNode?) throws(YAMLError) -> [Planted] {
        var planted: [Planted] = []
        for item in try node?.list() ?? [] {
            let mapping = try item.mapping(of: ["script", "recognisedOnDay", "copies"])
            planted.append(
                Planted(
                    script: try mapping.required("script").name(),
                    recognisedOnDay: try mapping.required("recognisedOnDay").integer(in: -10_000...10_000),
                    copies: try mapping["copies"]?.integer(in: 1...100) ?? 1
                )
            )
        }
        return planted
    }
}
