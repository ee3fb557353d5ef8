import DaemonKit
import SafeguardingModel

/// A question to an agency as a row of a table.
struct AskedQuestion {
    let request: Alert.Request
    let file: AlertView
    let reader: Reader
    let times: Times

    var isOverdue: Bool { request.isOverdue(at: times.now) }
    private var title: String { file.coverage.title(of: request.of) }

    static var agency: PageTable<AskedQuestion>.Column { .cell("Asked of") { "\($0.title)" } }
    static var asked: PageTable<AskedQuestion>.Column {
        .cell("Asked") { #"\#($0.times.short($0.request.at))<span class="sector">by \#($0.request.by)</span>"# }
    }

    /// The words of the answer, as the reader may see them; nil while there is none.
    var answer: String? {
        guard let answer = request.answer else { return nil }
        guard let note = file.notes[answer.position], !note.summary.isEmpty || note.handling.isRestricted else {
            return "\(title) acknowledged the question without words of its own."
        }
        if reader.mayRead(note.handling) { return note.summary }
        return note.handling.sanitised.nonEmpty ?? "\(title) answered, and restricts what it said."
    }

    /// The time by which the answer is wanted.
    var waiting: HTML {
        let until: HTML = isOverdue ? "Overdue since" : "Wanted by"
        return """
            <span class="distance\(" late", if: isOverdue)">\(until) \(times.short(request.answerBy))</span>
            """
    }
}
