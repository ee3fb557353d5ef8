import Correlation
import IdentityResolution
import SafeguardingModel

/// The text about adults who are possibly one. It is for the operator, so it also names what is restricted.
enum AdultText {
    private struct Pair: Encodable {
        let adults: [[String]]
        let agencies: [[String]]
        let points: Int
        let why: String
    }

    static func list(_ correlator: Correlator, json: Bool) throws {
        let pairs = correlator.possibleAdults
        if json {
            let shown = pairs.map { pair in
                Pair(
                    adults: pair.all.map { $0.map(\.description) },
                    agencies: pair.agencies.map { $0.map(\.rawValue) },
                    points: pair.points,
                    why: pair.why
                )
            }
            return try Terminal.json(["possible": shown])
        }
        guard !pairs.isEmpty else { return Terminal.say("No two adults of whom agencies tell are possibly one.") }
        Terminal.say(
            "\(pairs.count) are possibly one adult (refbus identity why --people A B; decide same|different --people A B):"
        )
        Terminal.table(
            ["POINTS", "ADULT", "TOLD BY", "ADULT", "TOLD BY", "WHY"],
            pairs.map { pair in
                let ends = [0, 1].flatMap {
                    [words(pair.all[$0]), pair.agencies[$0].map(\.rawValue).joined(separator: ", ")]
                }
                return ["\(pair.points)"] + ends + [pair.why]
            }
        )
    }

    /// Returns the least key, and the number of the others.
    private static func words(_ keys: [LinkKey]) -> String {
        guard let first = keys.first else { return "" }
        return keys.count > 1 ? "\(first) and \(keys.count - 1) more" : "\(first)"
    }

    static func why(_ left: LinkKey, _ right: LinkKey, _ correlator: Correlator, json: Bool) throws {
        for key in [left, right] where correlator.keys(ofAdultWith: key) == nil {
            throw CommandError("no fact names \(key); `refbus identity list --people` shows the adults")
        }
        let path = correlator.why(adults: left, right)
        let fields = correlator.comparison(ofAdults: left, right) ?? []
        if json { return try Terminal.json(["path": [path], "comparison": fields]) }
        Terminal.say(path)
        for key in [left, right] {
            guard let keys = correlator.keys(ofAdultWith: key) else { continue }
            let entries = correlator.facts(ofAdultWith: key).map(String.init)
            Terminal.say(
                "\(key): \(keys.map(\.description).joined(separator: ", ")); entries \(entries.joined(separator: ", "))"
            )
        }
        guard !fields.isEmpty else { return }
        Terminal.say("\nHow they compare (ten points double the odds; never joined but by a person):")
        for line in fields { Terminal.say("  - \(line)") }
    }
}
