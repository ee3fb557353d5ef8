/// Words that blame a child for what was done to them, and words to use instead.
///
/// Sources: HMICFRS, National child protection inspection of Merseyside Police; The Children's Society, Appropriate
/// language in relation to child exploitation (2022). A warning, never a refusal: a quotation stays as it is.
public enum BlamingWords {
    /// A piece of text that reads as if the child had chosen it.
    public struct Found: Hashable, Sendable {
        /// As the table lists them, in small letters; a text may continue the last word: `prostitut`.
        public let words: String
        /// Advice to the author, not a text to put in their place.
        public let instead: String
    }

    /// Returns every such piece of a text, in the order of the table.
    public static func found(in text: String) -> [Found] {
        let folded =
            " \(text.lowercased().map { $0.isLetter || $0 == "'" ? $0 : " " }.reduce(into: "") { $0.append($1) }) "
        let single = folded.split(separator: " ").joined(separator: " ")
        return table.filter { " \(single) ".contains(" \($0.words)") }
    }

    private static let table: [Found] = [
        Found(words: "promiscuous", instead: "what happened, and who did it"),
        Found(words: "putting herself at risk", instead: "the child is being put at risk by"),
        Found(words: "putting himself at risk", instead: "the child is being put at risk by"),
        Found(words: "putting themselves at risk", instead: "the child is being put at risk by"),
        Found(words: "puts herself at risk", instead: "the child is being put at risk by"),
        Found(words: "puts himself at risk", instead: "the child is being put at risk by"),
        Found(words: "puts themselves at risk", instead: "the child is being put at risk by"),
        Found(words: "lifestyle choice", instead: "what is done to the child"),
        Found(words: "risky behaviour", instead: "what the child is exposed to"),
        Found(words: "risk taking behaviour", instead: "what the child is exposed to"),
        Found(words: "prostitut", instead: "sexual exploitation of the child"),
        Found(words: "streetwise", instead: "what the child has had to learn, and from whom"),
        Found(words: "absconded", instead: "went missing"),
        Found(words: "absconding", instead: "going missing"),
        Found(words: "attention seeking", instead: "what the child is asking for"),
        Found(words: "failed to engage", instead: "what was offered, how, and what the child said"),
        Found(words: "fails to engage", instead: "what was offered, how, and what the child said"),
        Found(words: "refuses to engage", instead: "what was offered, how, and what the child said"),
        Found(words: "not engaging", instead: "what was offered, how, and what the child said"),
        Found(words: "sexually active", instead: "what is known, and whether it was consented to and lawful"),
        Found(words: "sexualised behaviour", instead: "what was seen"),
        Found(words: "consensual", instead: "a child cannot consent to being exploited: what happened"),
        Found(words: "poor choices", instead: "what the child was offered, and by whom"),
        Found(words: "older boyfriend", instead: "the adult, by age and role"),
        Found(words: "manipulative", instead: "what the child said and did"),
        Found(words: "drug runner", instead: "a child who is being criminally exploited"),
        Found(words: "beyond control", instead: "what was tried, and who holds power over the child"),
    ]
}
