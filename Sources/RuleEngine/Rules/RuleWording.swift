import SafeguardingModel
import StrictYAML

/// The words in a rule's headline for the things that it is about, where their kind alone says too little.
///
/// ```yaml
/// words:
///   counted: [grade lower than allowed, grades lower than allowed]    # one and several, for `count`
///   awaited: an account of where the child was                        # for `overdue`
/// ```
struct RuleWording: Sendable {
    var counted: (one: String, many: String)?
    var awaited: String?

    init() {}

    init(_ node: YAMLNode) throws(YAMLError) {
        let mapping = try node.mapping(of: ["counted", "awaited"])
        if let node = mapping["counted"] {
            let nouns = try node.strings()
            guard nouns.count == 2 else {
                throw node.fault("'counted' has two forms, for one and for several: [late report, late reports]")
            }
            counted = (nouns[0], nouns[1])
        }
        awaited = try mapping["awaited"]?.name()
    }
}
