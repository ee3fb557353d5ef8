import DaemonKit
import SafeguardingModel

/// The records that make one child, with reasons and with people's decisions about them.
struct IdentityPart {
    let file: ChildRecordView
    let reader: Reader
    let times: Times
    let token: HTML

    private var mayDecide: Bool { reader.role.mayDecide }
    private var href: String { "\(Address.child(file.card.id))/identity" }

    var html: HTML {
        .section(
            "records",
            "Records joined here",
            """
            <p>These agencies' records are treated as one child. If one of them is somebody else, say so: alerts that \
            rested on the mistake are withdrawn.</p>
            \(records)
            \(possible, if: !file.possibleRecords.isEmpty)
            \(decisions, if: !file.decisions.isEmpty)
            \(forms, if: mayDecide)
            """
        )
    }

    private var records: HTML {
        let joins = Dictionary(file.joins.map { ($0.record, $0) }) { first, _ in first }
        return PageTable(
            file.card.records,
            style: "records",
            caption: "What each agency says of who the child is",
            [
                .head("Agency") { "\(title($0.key))" },
                .cell("Their reference") { "\($0.key.ownReference ?? "None given")" },
                .cell("Name") { record in
                    let joined: HTML? = joins[record.key].map { #"<span class="sector">\#(why($0))</span>"# }
                    return "\(record.name.nonEmpty ?? "Not given")\(joined)"
                },
                .cell("Born") { "\($0.person.born.map(Zone.text) ?? "Not given")" },
                .cell("Sex") { "\($0.person.sex.nonEmpty ?? "Not given")" },
                .cell("Address") { "\($0.person.fullAddress.nonEmpty ?? "Not given")" },
                .cell("Numbers") { "\($0.person.numbers.nonEmpty ?? "None given")" },
            ]
        ).html
    }

    private func title(_ key: RecordKey) -> String { file.coverage.title(of: key.agency) }

    private func why(_ join: ChildRecordView.Join) -> String {
        join.reasons.isEmpty
            ? "With \(title(join.other)) \(join.other.reference), through another record"
            : join.reasons.joined(separator: "; ")
    }

    // MARK: Possible records

    private var possible: HTML {
        """
        <h3>Possibly this child, too</h3>
        <p>These are kept apart until a person says.</p>
        <ul class="plain">
        \(file.possibleRecords.enumerated().map { possible($0 + 1, $1) })
        </ul>
        """
    }

    private func possible(_ number: Int, _ record: ChildRecordView.PossibleRecord) -> HTML {
        let (own, other, child) = (record.own, record.other, record.child)
        let born = child.born.map(Zone.text) ?? "Not given"
        return """
            <li>\(title(other)) \(other.reference), of <a href="\(Address.child(child.id))">\(child.displayName)</a>, \
            born \(born), with \(title(own)) \(own.reference)<span class="sector">\(record.why)</span><details>\
            <summary>How they compare\(", and decide about record \(number)", if: mayDecide)</summary>\
            <ul>\(record.fields.map { "<li>\($0)</li>" })</ul>\(decide(number, other), if: mayDecide)</details></li>

            """
    }

    private func decide(_ number: Int, _ record: RecordKey) -> HTML {
        .form(
            "\(href)/same",
            token,
            """
            <input type="hidden" name="record" value="\(record.description)">
            \(HTML.note("possible-\(number)", "How you know"))
            <button type="submit" class="second">One child</button> \
            <button type="submit" formaction="\(href)/different" class="second">Different children</button>
            """
        )
    }

    // MARK: Decisions

    private var decisions: HTML {
        let steps = file.decisions.map { made in
            let names = made.about.map { "\(title($0)) \($0.reference)" }
            let what = "\(Wording.list(names)): \(made.areOne ? "one child" : "different children")"
            return made.html(what, mayDecide: mayDecide, times, label: "back", href, token)
        }
        return """
            <h3>What people decided about it</h3>
            <ol class="history">
            \(steps)
            </ol>
            """
    }

    private var forms: HTML {
        let records = file.card.records.count > 1 ? file.card.records : []
        let options = records.map { record in
            HTML.option(record.key.description, "\(title(record.key)): \(record.key.ownReference ?? "None given")")
        }
        let different: HTML = """
            <label for="different-record">Which record</label>
            <select id="different-record" name="record" required><option value="">Choose a record</option>\(options)\
            </select>
            \(HTML.note("different-note", "How you know"))
            <button type="submit" class="second">These are different children</button>
            """
        let same: HTML = """
            <label for="same-record">Agency and reference, as in whiston-health/WH-31</label>
            <input id="same-record" name="record" type="text" maxlength="200" required>
            \(HTML.note("same-note", "How you know"))
            <button type="submit" class="second">This is one child</button>
            """
        return """
            <div class="pair who">
            <details>
            <summary>One of these records is another child</summary>
            \(HTML.form("\(href)/different", token, different))
            </details>
            <details>
            <summary>Another record is this child, too</summary>
            \(HTML.form("\(href)/same", token, same))
            </details>
            </div>
            """
    }
}

extension RecordKey {
    /// The agency's own reference; nil for one that the adapter made up.
    fileprivate var ownReference: String? { subject.hasPrefix("~") ? nil : subject }

    /// The agency's own reference, or words in place of one that the adapter made up.
    var reference: String { ownReference ?? "without a reference" }
}

extension PersonRecord {
    fileprivate var fullAddress: String { [address, town, postcode].filter { !$0.isEmpty }.joined(separator: ", ") }

    fileprivate var numbers: String {
        [("NHS", nhsNumber), ("UPN", upn), ("PNC", pncId), ("Local authority", localAuthorityId)]
            .filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
