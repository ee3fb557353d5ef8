import SafeguardingModel

/// The forms for an alert as it is now, for somebody who may decide.
struct Forms: Sendable {
    struct Choice: Sendable {
        let value: String
        let words: String
        var isChosen = false
    }

    let href: String
    let formToken: String
    let acknowledge: Bool
    let progress: Bool
    /// The text of the button that makes the reader the owner; nil where they are that already.
    let take: String?
    let offer: Bool
    let ask: Bool
    let close: Bool
    let reopen: Bool
    let outcomes: [String]
    let colleagues: [String]
    let agencies: [Choice]
    /// The text of the suggested question that the reader chose.
    let askText: String
    let askOpen: Bool
    let hours: [Choice]

    init(
        _ alert: Alert,
        by account: String,
        colleagues: [String] = [],
        agencies: [Agency] = [],
        asking: Question? = nil,
        formToken: String = ""
    ) {
        href = Address.alert(alert.id)
        self.formToken = formToken
        acknowledge = alert.isOpen && alert.life == .new
        progress = alert.isOpen && alert.life != .inProgress
        let isMine = alert.owner == account && alert.offeredTo == nil
        take = !alert.isOpen || isMine ? nil : Forms.take(alert, account)
        self.colleagues = colleagues.filter { $0 != account }
        offer = alert.isOpen && !self.colleagues.isEmpty
        let asked = asking.flatMap { AlertPage.Ask.agency($0.to, agencies) }
        self.agencies = agencies.map {
            Choice(value: $0.name.rawValue, words: $0.title, isChosen: $0.name == asked?.name)
        }
        askText = asking?.text ?? ""
        askOpen = asking != nil
        hours = Forms.waits
        ask = !alert.isWithdrawn && !agencies.isEmpty
        close = alert.isOpen
        reopen = alert.isClosed && !alert.isWithdrawn
        outcomes = DeskWords.outcomes
    }

    /// The times that an agency may be given to answer.
    static let waits = [
        Choice(value: "1", words: "within 1 hour"), Choice(value: "4", words: "within 4 hours"),
        Choice(value: "24", words: "by this time tomorrow"), Choice(value: "72", words: "within 3 days"),
        Choice(value: "168", words: "within a week"),
    ]

    private static func take(_ alert: Alert, _ account: String) -> String {
        if alert.offeredTo == account { return "Accept it" }
        if alert.owner == account { return "Keep it" }
        return alert.owner == nil ? "Take it on" : "Take it over"
    }
}
