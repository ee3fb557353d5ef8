import SafeguardingModel
import StrictYAML

/// The words in a rule's sentences for the things that it is about, where their kind alone says too little.
///
/// ```yaml
/// words:
///   counted: [warning by family, warnings by family]      # one and several, for `count` and `overdue`
///   awaited: an account of where the child was            # for `overdue`
///   because: no assessment is recorded                    # after "Counted because", in place of the condition's words
///   headline: "Graded {grade} on {last}"                  # for the other patterns
///   overdue: "Return home interview overdue since {due}"  # for `overdue`, and likewise `late` and `early`
/// ```
struct RuleWording: Sendable {
    var counted: (one: String, many: String)?
    var awaited: String?
    /// Why the facts count, in place of the words of the condition.
    var because: String?
    var templates: [HeadlineForm: HeadlineTemplate] = [:]

    init() {}

    /// - Parameter patterns: those to which the words apply.
    init(_ node: YAMLNode, for patterns: [any Pattern]) throws(YAMLError) {
        let mapping = try node.mapping(of: ["counted", "awaited", "because"] + HeadlineForm.allCases.map(\.rawValue))
        if let node = mapping["counted"] {
            let nouns = try node.strings()
            guard nouns.count == 2 else {
                throw node.fault("'counted' has two forms, for one and for several: [late report, late reports]")
            }
            counted = (nouns[0], nouns[1])
        }
        awaited = try mapping["awaited"]?.name()
        because = try mapping["because"]?.name()
        for form in HeadlineForm.allCases {
            guard let node = mapping[form.rawValue] else { continue }
            let meant = patterns.map { type(of: $0) }.filter { $0.forms.contains(form) }
            guard let first = meant.first else {
                throw node.fault("'\(form.rawValue)' is of no use here: no pattern of this rule says it")
            }
            let known = meant.dropFirst().reduce(first.placeholders) { known, other in
                known.filter(other.placeholders.contains)
            }
            templates[form] = try HeadlineTemplate(node, knowing: ["child", "shared"] + known)
        }
    }

    /// Returns these words, and the rule's where these say nothing.
    func over(_ rule: RuleWording) -> RuleWording {
        var words = self
        words.counted = counted ?? rule.counted
        words.awaited = awaited ?? rule.awaited
        words.because = because ?? rule.because
        words.templates.merge(rule.templates) { own, _ in own }
        return words
    }
}
