import DaemonKit
import Desk
import Foundation
import Journal
import SafeguardingModel

/// A made-up history of a few children, of whom two agencies tell: what they share, what is corrected, who is who.
struct MadeUpHistory {
    enum Happening {
        /// `subject` is empty for what is told of an adult alone.
        case told(EventKind, AgencyName, subject: String, child: JSONObject?, data: JSONObject)
        case decided(Decision.Kind)
        case timePassed(hours: Int64)

        /// The records that it is about.
        var records: [RecordKey] {
            switch self {
            case .told(_, let agency, let subject, _, _):
                subject.isEmpty ? [] : [RecordKey(agency: agency, subject: subject)]
            case .decided(.same(let records)), .decided(.different(let records)): records
            case .decided, .timePassed: []
            }
        }
    }

    static let rules = [
        "shared-between-children", "contact-with-person-of-concern", "missing-escalates", "repeated-referrals",
        "hot-place", "name-in-several-interviews", "adult-side-signal", "agencies-converge",
    ]
    private static let names = ["Quinn", "Robin", "Sasha", "Toni", "Uli"]
    private static let agencies: [AgencyName] = ["merseyside-police", "whiston-health"]

    private(set) var happenings: [Happening] = []
    private var dice: SeededGenerator
    /// The events that can be corrected: the index of each event about a child.
    private var events: [Int] = []

    /// The first child's police record is the one to restrict.
    static let restricted = RecordKey(agency: "merseyside-police", subject: "R-0")

    init(seed: UInt64, length: Int) {
        dice = SeededGenerator(seed: seed)
        for _ in 0..<length { add() }
    }

    private mutating func add() {
        switch dice.below(20) {
        case 0...8: tell(.concernObserved, concern)
        case 9, 10: tell(.missingReported, ["episode": .string("M-\(happenings.count)"), "category": "missing"])
        case 11, 12: tell(.referralMade, referral)
        case 13: listed()
        case 14, 15: correct()
        case 16, 17: decide()
        default: happenings.append(.timePassed(hours: Int64(1 + dice.below(60))))
        }
    }

    private var concern: JSONObject {
        mutating get {
            var data: JSONObject = ["indicators": .array([.string(dice.pick(["gifts", "messages", "older-friends"]))])]
            if dice.happens(oneIn: 2) { data["people"] = .array([adult]) }
            if dice.happens(oneIn: 3) { data["handles"] = .array([.string("h\(dice.below(2))")]) }
            if dice.happens(oneIn: 4) {
                data["places"] = .array([.object(["uprn": "38000777", "name": "Sample Arches"])])
            }
            if dice.happens(oneIn: 5) { data["summary"] = .string("Summary \(happenings.count).") }
            if dice.happens(oneIn: 6) { data["handling"] = handling }
            return data
        }
    }

    private var referral: JSONObject {
        mutating get {
            var data = concern
            data["referral"] = .string("r\(happenings.count)")
            return data
        }
    }

    private var handling: JSONValue {
        mutating get {
            .object([
                "audience": .array([.string(dice.pick(["cse-team", "police-liaison"]))]),
                "sanitised": .string(dice.pick(["", "Something was seen."])),
            ])
        }
    }

    private var adult: JSONValue {
        mutating get {
            let number = dice.below(2)
            var adult: JSONObject = [
                "name": .string("Sample Adult \(number)"), "handles": .array([.string("h\(number)")]),
            ]
            if dice.happens(oneIn: 3) { adult["role"] = "person-of-concern" }
            return .object(adult)
        }
    }

    private mutating func tell(_ kind: EventKind, _ data: JSONObject) {
        let number = dice.below(Self.names.count)
        let agency = dice.pick(Self.agencies)
        // Now and then without a name, so that the record joins nobody by itself.
        let child: JSONObject =
            dice.happens(oneIn: 5)
            ? ["localAuthorityId": .string("K-\(agency)-\(number)")]
            : [
                "givenName": .string(Self.names[number]), "familyName": "Sample",
                "born": .string("2002-0\(number + 1)-11"),
            ]
        events.append(happenings.count)
        happenings.append(.told(kind, agency, subject: "R-\(number)", child: child, data: data))
    }

    private mutating func listed() {
        let data: JSONObject = ["register": "rso", "people": .array([.object(["handles": .array(["h1"])])])]
        happenings.append(.told(.personListed, "merseyside-police", subject: "", child: nil, data: data))
    }

    /// Says something that was told anew, or that it should not have been told.
    private mutating func correct() {
        guard !events.isEmpty else { return }
        let place = dice.pick(events)
        guard case .told(let kind, let agency, let subject, let child, var data) = happenings[place] else { return }
        if kind == .concernObserved { data = concern }
        // The journal begins with the rules.
        let isWithdrawal = dice.happens(oneIn: 3)
        if isWithdrawal { data = [:] }
        data["of"] = .string("t-\(place + 2)")
        data["reason"] = "made up"
        happenings.append(
            .told(isWithdrawal ? .eventWithdrawn : .eventCorrected, agency, subject: subject, child: child, data: data)
        )
    }

    private mutating func decide() {
        let decided = happenings.indices.filter { if case .decided = happenings[$0] { true } else { false } }
        if let earlier = decided.last, dice.happens(oneIn: 3) {
            return happenings.append(.decided(.takenBack(position: Position(earlier + 2))))
        }
        let records = Set(
            (0..<2).map { _ in
                RecordKey(agency: dice.pick(Self.agencies), subject: "R-\(dice.below(Self.names.count))")
            }
        ).sorted()
        guard records.count == 2 else { return }
        happenings.append(.decided(dice.happens(oneIn: 2) ? .same(records) : .different(records)))
    }
}

extension World {
    /// Plays the beginning of a history; of what is about these records nothing but the time stays.
    func play(_ history: MadeUpHistory, first count: Int, without records: Set<RecordKey> = []) async throws {
        try await judge(by: MadeUpHistory.rules)
        for happening in history.happenings.prefix(count) {
            guard records.isDisjoint(with: happening.records) else {
                try await journal.passTime()
                continue
            }
            switch happening {
            case .told(let kind, let agency, let subject, let child, let data):
                let now = clock.now.rfc3339
                try await journal.tell(kind, from: agency, subject: subject, at: now, child: child, data: data)
            case .decided(let kind):
                _ = try await journal.decide(Decision(kind, by: "sample.named", note: "Made up."))
            case .timePassed(let hours):
                clock.set(clock.now + .hours(hours))
                try await journal.passTime()
            }
        }
    }
}
