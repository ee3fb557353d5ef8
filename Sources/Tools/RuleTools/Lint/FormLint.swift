import RuleEngine
import SafeguardingModel
import StrictYAML

/// Checks for what a rule file should have beside the rule's conditions.
enum FormLint {
    static func remarks(on root: YAMLNode) throws(YAMLError) -> [RuleRemark] {
        let rule = try root.openMapping()
        return try name(rule) + why(rule) + context(rule, root) + examples(rule)
    }

    private static func name(_ rule: YAMLMapping) throws(YAMLError) -> [RuleRemark] {
        let node = try rule.required("rule")
        let (name, file) = (try node.string(), node.file.split(separator: "/").last ?? "")
        guard file != "\(name).yaml" else { return [] }
        return [RuleRemark(node, .fault, "the rule '\(name)' stands in \(file): the file is named \(name).yaml")]
    }

    /// Returns remarks on the reason, which a person woken by the rule reads.
    private static func why(_ rule: YAMLMapping) throws(YAMLError) -> [RuleRemark] {
        var remarks: [RuleRemark] = []
        let why = try rule.required("why")
        if try why.string().count < 60 {
            remarks.append(
                RuleRemark(why, .warning, "'why' is very short: what happened to a child that this rule is for?")
            )
        }
        let source = try rule.required("source")
        if try !source.string().contains(where: \.isLetter) {
            remarks.append(RuleRemark(source, .warning, "'source' names nothing that a reader could find"))
        }
        return remarks
    }

    private static func context(_ rule: YAMLMapping, _ root: YAMLNode) -> [RuleRemark] {
        var remarks: [RuleRemark] = []
        if rule["mistakenWhen"] == nil {
            remarks.append(
                RuleRemark(root, .warning, "'mistakenWhen' is missing: when does it speak although nothing is wrong?")
            )
        }
        if rule["ask"] == nil {
            remarks.append(
                RuleRemark(root, .warning, "'ask' is missing: what should whoever reads the alert ask, and whom?")
            )
        }
        return remarks
    }

    private static func examples(_ rule: YAMLMapping) throws(YAMLError) -> [RuleRemark] {
        let node = try rule.required("examples")
        let items = try ExampleTable.plain(node)
        var remarks: [RuleRemark] = []
        if items.count < 3 {
            remarks.append(
                RuleRemark(
                    node,
                    .warning,
                    "only \(items.count) examples: one that fires, one that nearly does, one a second late"
                )
            )
        }
        var names: [String] = []
        for item in items {
            let name = try item.openMapping().required("name")
            if names.contains(try name.string()) {
                remarks.append(RuleRemark(name, .warning, "two examples have the same name"))
            }
            names.append(try name.string())
        }
        return remarks
    }
}
