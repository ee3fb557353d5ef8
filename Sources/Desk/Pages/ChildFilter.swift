import DaemonKit
import SafeguardingModel

/// The form that narrows a chronology.
struct ChildFilter {
    let query: ChildQuery
    let sectors: Set<Sector>
    let child: ChildID

    var html: HTML {
        let topics = ChildQuery.Topic.allCases.map {
            HTML.option($0.rawValue, "\($0.words)", isChosen: $0 == query.topic)
        }
        let sectors = sectors.sorted().map {
            HTML.option($0.rawValue, "\(DeskWords.sector($0))", isChosen: $0.rawValue == query.sector)
        }
        let href = "\(Address.child(child))#chronology"
        return """
            <form class="narrow" method="get" action="\(href)">
            <div><label for="topic">About</label><select id="topic" name="topic"><option value="">Everything</option>\
            \(topics)</select></div>
            <div><label for="sector">Told by</label><select id="sector" name="sector"><option value="">Every sector\
            </option>\(sectors)</select></div>
            <div><label for="asof">As known on</label><input id="asof" name="asof" type="date" \
            value="\(query.asOf?.description ?? "")"></div>
            <button type="submit" class="second">Show</button>
            \(#"<a href="\#(href)">Show everything</a>"#, if: !query.isPlain)
            </form>
            """
    }

    /// A sentence with the day to which the chronology was wound back, where it was.
    var asOf: HTML? {
        query.asOf.map { day in
            """
            <p class="news">As it was known at the end of \(Zone.text(day)). \
            <a href="\(Address.child(child))">Show it as it is known now</a></p>
            """
        }
    }
}
