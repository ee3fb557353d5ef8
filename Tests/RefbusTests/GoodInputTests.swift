import Foundation
import Testing

/// A command that does its work, and the parts of its answer that people and scripts rely on.
struct GoodExample: CustomTestStringConvertible {
    let command: String
    var exit: Int32 = 0
    let prints: [String]

    init(_ command: String, exit: Int32 = 0, _ prints: String...) {
        (self.command, self.exit, self.prints) = (command, exit, prints)
    }

    var testDescription: String { command }
}

@Suite("Commands that do their work")
struct GoodInputTests {
    static let examples: [GoodExample] = [
        .init("--version", "refbus 0."),
        .init("--help", "SUBCOMMANDS:", "Exit codes: 0 done, 1 an expectation was not met"),
        .init("keys list --site $S", "NAME ", "merseyside-police     agency    police       active", "cse-desk"),
        .init("keys list --json --site $S", #""name" : "merseyside-police""#, #""status" : "active""#),
        .init("status --site $N", exit: 1, "aggregator            not running (it has not run here)"),
        .init("status --json --site $N", exit: 1, #"{"aggregator":{"well":false,"state":"not running"#),
        .init(
            "alerts --site $S",
            "ID ",
            "repeated-referrals",
            "Third referral in a year (3 Jan, 10:00)"
        ),
        .init("alerts --json --site $S", #""rule" : "repeated-referrals""#),
        .init("alerts --as-of 2016-01-04 --site $S", "No alert is open. This is what was found in 6 journal entries"),
        .init("alert A-4-2 --site $S", "HIGH  ", "Why\n", "Evidence, in the order in which it happened", "What to ask"),
        .init("alert A-4-2 --json --site $S", #""id" : "A-4-2""#),
        .init(
            "chronology merseyside-police/S-1 --site $S",
            "merseyside-police/S-1, whiston-health/H-1\nHAPPENED",
            "intelligence.recorded  restricted=ask merseyside-police",
            "Fri 1 Jan 2016 10:00  Tue 5 Jan 2016 09:00  merseyside-police  referral.made",
            "referral=r1"
        ),
        .init("chronology merseyside-police/S-1 --json --site $S", #""kind" : "referral.made""#),
        .init("notices merseyside-police --site $S", "HAS IT", "not yet", "The referral r1 has arrived."),
        .init("notices merseyside-police --json --site $S", #""kind" : "receipt""#),
        .init("notices sample-house --site $S", "No notice for sample-house."),
        .init("aside --site $S", "Nothing is set aside: all facts are judged."),
        .init("journal verify --site $S", "6 entries, ", "all as recorded", "Root: 6:sha256:"),
        .init("journal export --site $S", #"{"position":1,"at":"2016-01-04T09:00:00"#, #""kind":"event""#),
        .init("identity list --all --site $S", "CHILD ", "merseyside-police/S-1"),
        .init("identity list --all --json --site $S", #""waiting" : ["#, #""children" : ["#),
        .init("identity list --people --site $S", "No two adults of whom agencies tell are possibly one."),
        .init(
            "identity why merseyside-police/S-1 whiston-health/H-1 --site $S",
            "How merseyside-police/S-1 and whiston-health/H-1 compare (ten points double the odds):"
        ),
        .init("identity why merseyside-police/S-1 whiston-health/H-1 --json --site $S", #""comparison" : ["#),
        .init(
            "identity evaluate $F/people.csv --truth $F/truth.csv",
            "2 records, 1 links; compared 100.00% of them",
            "threshold  270     1.0000     1.0000  1.0000  0      0"
        ),
        .init("identity evaluate $F/people.csv --truth $F/truth.csv --json", #""links" : 1"#),
        .init("rules list", "RULE ", "agencies-converge"),
        .init("rules list --json", #"[{"rule":"#),
        .init("rules list --markdown", "# Rules\n"),
        .init("rules sentences", "# What the alerts say\n", "Why you are seeing this:"),
        .init("rules lint --config $P", " rules, 0 faults, 0 warnings"),
        .init("rules lint --config $F/unread", exit: 1, "unknown key 'whenever'", "1 rules, 1 faults, 0 warnings"),
        .init("rules test --config $F/config", "1 rules, ", " examples, 0 not as expected"),
        .init("rules test --config $F/failing", exit: 1, "repeated-referrals.yaml:", " not as expected"),
        .init(
            "rules explain repeated-referrals",
            "repeated-referrals, version 1, active:",
            "Why: ",
            "rule: repeated-referrals"
        ),
        .init("rules explain repeated-referrals --json", #"{"rule":"repeated-referrals""#),
        .init(
            "rules explain repeated-referrals --why-not merseyside-police/S-1 --site $S",
            "repeated-referrals speaks.",
            "A-4-2: `refbus alert A-4-2` says why"
        ),
        .init("rules explain ageing-out --why-not merseyside-police/S-1 --site $S", "ageing-out says nothing."),
        .init("rules mutate repeated-referrals --config $P", "RULE ", "of a hundred"),
        .init("rules mutate repeated-referrals --goal 101", exit: 1, "of a hundred"),
        .init(
            "rules backtest --rules $F/changed --site $S",
            "RULE  ",
            "repeated-referrals",
            "otherwise",
            "Thu 7 Jan 2016 09:00 high",
            "Thu 7 Jan 2016 09:00 critical"
        ),
        .init(
            "rules backtest --rules $F/changed --json --site $S",
            #"{"rule":"repeated-referrals","change":"otherwise""#
        ),
        .init(
            "rules burden --population $F/population.yaml",
            "PLANTED CASE",
            "16 children, ",
            "Planted cases with every"
        ),
        .init("rules burden --population $F/population.yaml --json", #"{"children":16,"#),
        .init("rules recall repeated-referrals 1 --site $S", "A-4-2", "1 alerts, 1 children, 0 decisions"),
        .init("rules recall repeated-referrals 1 --json --site $S", #"{"rule":"repeated-referrals","version":1"#),
        .init("simulate population --population $F/population.yaml --out $F/year", "police.jsonl: ", "16 children, "),
        .init("replay $F/right.yaml", "met ", "3 expectations, 0 alerts", "1 of 1 scripts met"),
        .init("replay $F/right.yaml --json --permute 2 --report $F/report.xml", #""script":"#),
        .init("replay $F/wrong.yaml", exit: 1, "it was never raised", "0 of 1 scripts met"),
        .init("schema", #"{"$schema":"https://json-schema.org/draft/2020-12/schema""#),
        .init("schema --asyncapi", #"{"asyncapi":"3.0.0""#),
        .init(
            "audit verify --site $S",
            "2 entries; 1 daily roots vouch for the first 1.",
            "Root of all of them: sha256:"
        ),
        .init("audit child C-sample --site $S", "AT ", "sample.worker", "saw-child"),
        .init("audit child C-other --site $S", "Nobody has looked at that child at this desk."),
        .init("desk provider-key --site $S", #"{"keys":[{"kty":"EC","crv":"P-256""#),
        .init("desk account key --site $S", "keys/accounts.key is there, for the desk alone."),
    ]

    @Test("prints its answer and ends as promised", arguments: examples)
    func works(example: GoodExample) throws {
        let answer = try Tool.run(SampleSite.shared.get().words(example.command))
        #expect(answer.status == example.exit, "\(answer)")
        for part in example.prints { #expect(answer.output.contains(part), "\(part) is not in:\n\(answer)") }
    }

    @Test("keys: made, rotated, finished, revoked, admitted again")
    func keys() throws {
        let site = try SampleSite.copy()
        for (words, answer) in [
            ("keys new sample-clinic --sector health --title Clinic --authority E08000011", "keys/sample-clinic.key"),
            ("keys new sample-desk --role desk", "keys/sample-desk.key (give it to its holder"),
            ("keys new sample-charity --sector voluntary --new-sector", "keys/sample-charity.key"),
            ("keys rotate sample-clinic", "refbus keys rotate sample-clinic --finish"),
            ("keys rotate sample-clinic --finish", "Only the new key of sample-clinic opens now."),
            ("keys revoke sample-clinic", "sample-clinic is revoked."),
            ("keys rotate sample-clinic", "The revoked key stays shut"),
            ("keys list", "sample-clinic         agency    health       active"),
        ] {
            let found = try Tool.run("\(words) --site \(site.folder)")
            #expect(found.status == 0 && found.output.contains(answer), "\(words): \(found)")
        }
    }

    @Test("accounts: added, given another password, a second factor, a provider's subject, removed")
    func accounts() throws {
        let site = try SampleSite.copy()
        for (words, answer) in [
            ("add sample.worker --team cse-team", "sample.worker may sign in as practitioner."),
            (
                "add sample.manager --role manager --subject s-1",
                "sample.manager may sign in by the provider as manager."
            ),
            ("password sample.worker", "The password of sample.worker is changed"),
            ("code sample.worker", "otpauth://totp/CSE%20desk:sample.worker?secret="),
            ("code sample.worker --off", "signs in with the password alone"),
            ("subject sample.worker s-2", "sample.worker may sign in by the provider."),
            ("subject sample.worker --off", "sample.worker signs in with the password alone."),
            ("key", "keys/accounts.key is there"),
            ("remove sample.worker", "sample.worker may not sign in any more."),
        ] {
            let input = words.hasPrefix("password") ? "another long enough sentence\n" : "a long enough sentence\n"
            let found = try Tool.run("desk account \(words) --site \(site.folder)", input: input)
            #expect(found.status == 0 && found.output.contains(answer), "\(words): \(found)")
            #expect(!found.description.contains("long enough"), "the password shows: \(found)")
        }
    }

    @Test("trained weights are written where --write says so, and are read again")
    func trained() throws {
        let site = try SampleSite.copy()
        let words = site.words("identity train $F/many.csv --site $S")
        let before = try String(contentsOfFile: "\(site.folder)/Config/identity.yaml", encoding: .utf8)
        let written = try Tool.run("\(words) --write")
        for part in ["120 records; about ", "given-name\n", "  after ", "Written: \(site.folder)/Config/identity.yaml"]
        {
            #expect(written.output.contains(part), "\(part) is not in:\n\(written)")
        }
        #expect(try String(contentsOfFile: "\(site.folder)/Config/identity.yaml", encoding: .utf8) != before)
        let read = try Tool.run(site.words("identity evaluate $F/people.csv --truth $F/truth.csv --config $S/Config"))
        #expect(read.status == 0, "\(read)")
    }

    @Test("a root that was kept is found again in the journal and in the log of who saw what")
    func keptRoots() throws {
        let site = try SampleSite.shared.get()
        for (command, mark, proof) in [
            ("journal verify", "Root: ", "Proven: the first 6 entries"),
            ("audit verify", "Root of all of them: ", "The root that was kept is that of the first 2 entries"),
        ] {
            let first = try Tool.run("\(command) --site \(site.folder)").output
            let root = try #require(first.split(separator: "\n").first { $0.hasPrefix(mark) }?.dropFirst(mark.count))
            let again = try Tool.run("\(command) --site \(site.folder) --root \(root)")
            #expect(again.status == 0 && again.output.contains(proof), "\(again)")
        }
    }

    @Test("a backtest over two scripts counts each rule once")
    func backtestOfScripts() throws {
        let site = try SampleSite.shared.get()
        let scripts = "$P/scripts/case-rochdale.yaml $P/scripts/case-rotherham.yaml"
        let answer = try Tool.run(site.words("rules backtest --rules $F/changed \(scripts)"))
        let counts = answer.output.split(separator: "\n").filter { $0.hasPrefix("repeated-referrals ") }
        #expect(counts.count == 1, "\(answer)")
    }
}
