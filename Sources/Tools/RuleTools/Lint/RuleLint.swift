import RuleEngine
public import SafeguardingModel
import StrictYAML

/// Checks rule files as a careful colleague would: for unreadable parts, impossible conditions, omissions and blame.
public enum RuleLint {
    /// Returns all remarks on these files, in the order of files and lines.
    public static func remarks(
        on files: [SiteConfiguration.TextFile],
        calendar: SiteConfiguration.TextFile? = nil,
        zone: Zone = .london
    ) -> [RuleRemark] {
        let company = RelatedRules(files)
        var all = files.flatMap { remarks(of: $0, beside: company.others(of: $0), calendar, zone) }
        if all.allSatisfy({ $0.weight != .fault }) {
            do { _ = try RuleSet(files: files, calendar: calendar, zone: zone) } catch { all.append(RuleRemark(error)) }
        }
        return all
    }

    private static func remarks(
        of file: SiteConfiguration.TextFile,
        beside others: [SiteConfiguration.TextFile],
        _ calendar: SiteConfiguration.TextFile?,
        _ zone: Zone
    ) -> [RuleRemark] {
        do throws(YAMLError) {
            let root = try YAMLNode(parsing: file.text, file: file.name)
            let rules = try RuleSet(files: [file] + others, calendar: calendar, zone: zone)
            let own = try FormLint.remarks(on: root) + ConditionLint.remarks(on: root) + WordingLint.remarks(on: root)
            return (own + broken(rules, file)).sorted { ($0.line, $0.message) < ($1.line, $1.message) }
        } catch {
            return [RuleRemark(error)]
        }
    }

    private static func broken(_ rules: RuleSet, _ file: SiteConfiguration.TextFile) -> [RuleRemark] {
        RuleExamples.failures(in: rules).filter { $0.file == file.name }.map {
            RuleRemark(
                file: $0.file,
                line: $0.line,
                .fault,
                "the example '\($0.example)' does not come out: expected \($0.expected), found \($0.found)"
            )
        }
    }
}

extension RuleRemark {
    init(_ fault: YAMLError) {
        self.init(file: fault.file, line: fault.line, .fault, fault.message)
    }

    init(_ node: YAMLNode, _ weight: Weight, _ message: String) {
        self.init(file: node.file, line: node.line, weight, message)
    }
}
