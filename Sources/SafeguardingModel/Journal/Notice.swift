/// A notice to an agency about something that it sent.
public struct Notice: Hashable, Sendable, Codable {
    /// The occasion of a notice.
    public enum Kind: String, Hashable, Sendable, Codable {
        /// The referral, or the answer to a question, arrived.
        case receipt
        /// The referral was decided.
        case decision
        /// The outcome of an alert to which the agency contributed.
        case outcome
        /// Somebody asks the agency for something.
        case request
    }

    /// The journal position and ordinal of the effect: the same entries give the same ids.
    public var id: String
    /// The agency that the notice is for.
    public var to: AgencyName
    /// The occasion on which it was made.
    public var kind: Kind
    /// The moment of the journal at which judgement made it.
    public var at: Instant
    /// The ids of the agency's own events that the notice is about. Never another agency's.
    public var about: [String]
    /// The notice in plain words, at the level that this agency may see.
    public var text: String
    /// The number of the question that it asks, or that has been answered; nil for all other notices.
    public var question: String?
    /// The time until which the answer is wanted; nil if the notice asks no question.
    public var answerBy: Instant?

    public init(
        id: String,
        to: AgencyName,
        kind: Kind,
        at: Instant,
        about: [String],
        text: String,
        question: String? = nil,
        answerBy: Instant? = nil
    ) {
        self.id = id
        self.to = to
        self.kind = kind
        self.at = at
        self.about = about
        self.text = text
        self.question = question
        self.answerBy = answerBy
    }
}
