/// The greeting after signing in: when the owner was last here, and what was tried or changed since.
package struct LastVisit: Hashable, Sendable {
    package let words: String
    /// Whether it mentions something that the account's owner may not have done.
    package let isNews: Bool

    package init(words: String, isNews: Bool) {
        self.words = words
        self.isNews = isNews
    }
}
