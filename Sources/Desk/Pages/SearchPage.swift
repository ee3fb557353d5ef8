import DaemonKit
import SafeguardingModel

/// The page for finding a child.
struct SearchPage: Page {
    let frame: PageFrame
    var words = ""
    /// The children found; nil before a search.
    var found: [ChildCard]?
    var isMore = false
    let times: Times

    var content: HTML {
        """
        <h1>Find a child</h1>
        <form class="search" method="post" action="/search" role="search">
        \(frame.token)
        <label for="q">Name, date of birth, NHS number, UPN or an agency's reference</label>
        <div class="line"><input id="q" name="q" type="search" maxlength="100" required value="\(words)">\
        <button type="submit">Find</button></div>
        <p class="small">What you look for is written down. The beginning of a name is enough. Accents, apostrophes, \
        hyphens and spaces do not matter. Birth dates as 15/06/2001, 15 Jun 2001 or 2001-06-15.</p>
        </form>
        \(found.map { $0.isEmpty ? nothing : table($0) })
        """
    }

    private func table(_ found: [ChildCard]) -> HTML {
        let table = PageTable(
            found,
            caption: "Children found",
            [
                .head("Child") { #"<a href="\#(Address.child($0.id))">\#($0.displayName)</a>"# },
                .cell("Also called") { Wording.list($0.otherNames).nonEmpty.map { "\($0)" } },
                .cell("Born") { "\($0.born.map { times.text($0).words } ?? "Not given")" },
                .cell("Known from") { "\(Wording.count($0.records.count, "record", "records"))" },
            ]
        )
        return "\(table.html)\n\("<p>There are more. Say more of the child.</p>", if: isMore)"
    }

    private var nothing: HTML {
        """
        <div class="panel" id="none-found">
        <p><strong>No children found.</strong> This does not mean that the child is not known to an agency: only what \
        agencies have told can be found here.</p>
        \(tried)
        </div>
        """
    }

    /// The forms of the words that were searched.
    private var tried: HTML {
        let forms = SearchWords(words).forms.map(\.said)
        guard !forms.isEmpty else { return "<p>What you typed has no letter and no digit.</p>" }
        return """
            <p>Looked for, also with one letter wrong, missing, too many or exchanged in a name:</p>
            <ul>
            \(forms.map { "<li>\($0)</li>" })
            </ul>
            """
    }
}
