import Foundation
import TestKit
import Testing

/// A command with input that it cannot use, and what its complaint says: where, what is expected, what to do.
struct BadExample: CustomTestStringConvertible {
    let command: String
    let says: [String]

    init(_ command: String, _ says: String...) { (self.command, self.says) = (command, says) }

    var testDescription: String { command }
}

@Suite("Commands with input that they cannot use")
struct BadInputTests {
    static let examples: [BadExample] = [
        .init("wrong", "Unexpected argument 'wrong'", "refbus --help"),
        .init("init", "Missing expected argument '<directory>'"),
        .init("init $F/new --ports 65500", "--ports is 1 to 65455"),
        .init("init $F/new --ports=-5", "--ports is 1 to 65455"),
        .init("init $F/new --ports many", "'many' is invalid for '--ports <ports>'"),
        .init("init $F/new --host a/b", "--host is a machine's name or address"),
        .init("init $F/new --from $F", "$F: this is no Config folder to copy, as it has no agencies.yaml"),
        .init("init $F/new --from /missing", "/missing: this is no Config folder to copy"),
        .init("init $S", "$S/Config exists already", "choose another folder"),
        .init("keys new Foo --sector health --site $S", "'Foo' cannot be a name: lower-case letters, digits, hyphens"),
        .init("keys new aggregator --role desk --site $S", "'aggregator' is the name of a key of the aggregator's"),
        .init("keys new accounts --role desk --site $S", "take another name"),
        .init("keys new cse-desk --role desk --site $S", "'cse-desk' has a key already; `refbus keys rotate cse-desk`"),
        .init("keys new foo --site $S", "an agency speaks for a sector: --sector police"),
        .init("keys new foo --sector healt --site $S", "no agency speaks for 'healt' yet", "--new-sector"),
        .init("keys new foo --sector \"\" --new-sector --site $S", "'' cannot be a sector: lower-case letters"),
        .init("keys new foo --sector Bad: --new-sector --site $S", "'Bad:' cannot be a sector"),
        .init("keys new foo --sector health --authority E1 --site $S", "--authority is an ONS code", "E08000011"),
        .init("keys new foo --role king --site $S", "--role is agency, desk or operator"),
        .init(
            "keys new foo --role desk --sector health --site $S",
            "--sector, --title and --authority are an agency's"
        ),
        .init("keys new foo --sector health --title \u{1} --site $S", "agencies.yaml"),
        .init("keys list --site /missing", "/missing: there is no site (no folder Config/)", "refbus init DIR"),
        .init("keys revoke nobody --site $S", "nobody called 'nobody' has a key; `refbus keys list` shows who has"),
        .init("keys rotate nobody --site $S", "nobody called 'nobody' has a key"),
        .init("status --site /missing", "/missing: there is no site"),
        .init("alerts --site /missing", "/missing: there is no site"),
        .init("alerts --site $N", "$N/data/aggregator/journal.sqlite does not exist: has the aggregator"),
        .init("alerts --as-of 2016-13-01 --site $S", "'2016-13-01' is no date; write 2016-02-01"),
        .init("alert A-9-9 --site $S", "there is no alert 'A-9-9'; `refbus alerts --all` lists them"),
        .init("chronology --site $S", "Missing expected argument '<child>'"),
        .init("chronology police/X-1 --site $S", "nothing is known here of 'police/X-1'", "AGENCY/REFERENCE"),
        .init("chronology police/X-1 --site $N", "journal.sqlite does not exist"),
        .init("publish $F/missing.jsonl --as merseyside-police --site $S", "$F/missing.jsonl: cannot be opened"),
        .init("publish $F --as merseyside-police --site $S", "$F: is not a plain file"),
        .init("publish $F/events.jsonl --as nobody --site $S", "keys/nobody.key: there is no key of 'nobody' here"),
        .init("publish $F/events.jsonl --as sample-house --patience nan --site $S", "--patience is 1 to 86400 seconds"),
        .init(
            "publish $F/events.jsonl --as sample-house --patience 1e30 --site $S",
            "--patience is 1 to 86400 seconds"
        ),
        .init(
            "publish $F/events.jsonl --as sample-house --patience 1 --site $N",
            "0 of 1 events are acknowledged after 1 s"
        ),
        .init("replay /missing.yaml", "/missing.yaml: cannot be opened: it does not exist"),
        .init("replay $F/script.yaml", "$F/script.yaml:1: unknown key 'columns'. Known here: script, title"),
        .init("replay $F/right.yaml --permute=-3", "--permute is 0 to 10000 orders"),
        .init("replay $F/right.yaml --through air", "'air' is invalid", "'core' and 'daemons'"),
        .init("replay $F/right.yaml --config /missing", "/missing/rules: cannot be listed: it does not exist"),
        .init("replay $F/right.yaml --report /missing/report.xml", "/missing/report.xml: cannot be made"),
        .init("rules list --config /missing", "/missing/rules: cannot be listed: it does not exist"),
        .init("rules sentences --config /missing", "/missing/rules: cannot be listed: it does not exist"),
        .init("rules lint --config /missing", "/missing/rules: cannot be listed: it does not exist"),
        .init("rules test --config $F/unread", "x.yaml:2: unknown key 'whenever'"),
        .init("rules explain nothing", "there is no rule 'nothing'; `refbus rules list` names them"),
        .init("rules explain nothing --why-not merseyside-police/S-1 --site $S", "this site has no rule 'nothing'"),
        .init("rules explain ageing-out --why-not X --site $S", "nothing is known here of 'X'"),
        .init("rules mutate nothing", "there is no rule 'nothing'"),
        .init("rules backtest --site $N", "journal.sqlite does not exist"),
        .init("rules backtest --site $S", "holds no rule that differs from those in force", "--rules"),
        .init("rules backtest --rules $F/changed --from May --site $S", "'May' is no day; write 2016-02-01"),
        .init("rules backtest --rules /missing --site $S", "/missing: cannot be listed"),
        .init("rules burden --population $F/no-population.yaml", "no-population.yaml:", "unknown key 'years'", "days"),
        .init("rules burden --seed x", "'x' is invalid for '--seed <seed>'"),
        .init("rules recall nothing 1 --site $S", "no rule 'nothing' was ever in force here"),
        .init(
            "rules recall repeated-referrals 9 --site $S",
            "version 9 of 'repeated-referrals' was never in force here",
            "1"
        ),
        .init("rules recall repeated-referrals 1 --site $N", "journal.sqlite does not exist"),
        .init("simulate population", "Missing expected argument '--out <out>'"),
        .init("simulate population --population /missing.yaml --out $F/year", "/missing.yaml: cannot be opened"),
        .init(
            "simulate population --population $F/population.yaml --out $F/truth.csv",
            "$F/truth.csv: the folder cannot be made"
        ),
        .init("identity list --site $N", "journal.sqlite does not exist"),
        .init("identity why merseyside-police/S-1 S-1 --site $S", "'S-1' is no record; write AGENCY/REFERENCE"),
        .init("identity why merseyside-police/S-1 police/X --site $S", "nothing is known here of 'police/X'"),
        .init(
            "identity why handle:h77 phone:1 --people --site $S",
            "'phone:1' is no phone by which an adult is recognised"
        ),
        .init("identity why handle:h78 handle:h77 --people --site $S", "no fact names handle:h78"),
        .init("identity decide same a b --by sample.worker --site $S", "'a' is no record; write AGENCY/REFERENCE"),
        .init(
            "identity decide maybe a b --by sample.worker --site $S",
            "write: same A B, different A B, or taken-back"
        ),
        .init("identity decide taken-back x --by sample.worker --site $S", "'x' is no journal position"),
        .init(
            "identity decide same merseyside-police/S-1 a/b --by sample.worker --site $S",
            "there is no event for a/b"
        ),
        .init("identity decide same a b --site $S", "Missing expected argument '--by <by>'"),
        .init("identity train --site $S", "too few records to learn from: 2; at least 100 are needed"),
        .init("identity train $F/missing.csv", "$F/missing.csv: cannot be opened"),
        .init("identity evaluate $F/people.csv", "Missing expected argument '--truth <truth>'"),
        .init("identity evaluate $F/people.csv --truth $F/truth-3.csv", "$F/truth-3.csv:2: expected two ids"),
        .init("identity evaluate $F/people.csv $F/a $F/b --truth $F/truth.csv", "give one file, or two"),
        .init("identity evaluate $F/header.csv --truth $F/truth.csv", "there is no row under the header"),
        .init("identity evaluate $F/no-id.csv --truth $F/truth.csv", "the header must have id; --columns MAP.yaml"),
        .init(
            "identity evaluate $F/twice.csv --truth $F/truth.csv",
            "$F/twice.csv:3: this row has the 'id' of an earlier one"
        ),
        .init("identity evaluate $F/empty-id.csv --truth $F/truth.csv", "$F/empty-id.csv:2: this row has no 'id'"),
        .init("identity evaluate $F/open.csv --truth $F/truth.csv", "$F/open.csv:2: this row cannot be read as CSV"),
        .init(
            "identity evaluate $F/people.csv --truth $F/truth.csv --columns $F/columns.yaml",
            "columns.yaml:2: unknown key 'forename'"
        ),
        .init(
            "identity evaluate $F/people.csv --truth $F/truth.csv --svg /missing/x.svg",
            "/missing/x.svg: cannot be made"
        ),
        .init("journal verify --site $N", "journal.sqlite does not exist"),
        .init("journal verify --root 5 --site $S", "--root 5: expected what an earlier verify printed"),
        .init("journal export --from=-5 --site $S", "--from is a position, 1 or more"),
        .init("journal export --site $N", "journal.sqlite does not exist"),
        .init("notices nobody --site $S", "there is no agency 'nobody' at this site; `refbus keys list` names them"),
        .init("notices nobody --site $N", "journal.sqlite does not exist"),
        .init("schema more", "Unexpected argument 'more'"),
        .init("demo $F/script.yaml --folder $F/demo", "$F/script.yaml:1: unknown key 'columns'"),
        .init("demo $F/right.yaml --folder $F", "$F exists and no demonstration made it: name another by --folder"),
        .init("desk provider-key --site /missing", "/missing: there is no site"),
        .init(
            "desk account add x --role king --site $S",
            "--role is one of practitioner, manager, auditor, administrator"
        ),
        .init("desk account add x --site $S", "no password was given"),
        .init("desk account password nobody --site $S", "no password was given"),
        .init("desk account code nobody --site $S", "there is no account 'nobody'"),
        .init("desk account subject nobody --site $S", "give the provider's subject, or --off"),
        .init("desk account remove nobody --site $S", "there is no account 'nobody'"),
        .init("desk account key --site /missing", "/missing: there is no site"),
        .init("audit verify --site $N", "there is no log; has the desk run here?"),
        .init("audit verify --root x --site $S", "a root is sha256: and 64 hex digits"),
        .init("audit pack nothing --site $S", "nothing: neither a file nor a pack's code"),
        .init("audit child C-1 --site $N", "there is no log; has the desk run here?"),
        .init("answer 5 yes --as merseyside-police --site $S", "a question's number looks like Q-214"),
        .init("answer Q-5 \"\" --as merseyside-police --site $S", "the answer has no words"),
        .init("answer Q-5 yes --as nobody --site $S", "there is no key of 'nobody' here"),
        .init("aside --site $N", "journal.sqlite does not exist"),
    ]

    @Test("end with 2 and say where, what and what to do; never with a child's name", arguments: examples)
    func refuses(example: BadExample) throws {
        let site = try SampleSite.shared.get()
        let answer = try Tool.run(site.words(example.command))
        #expect(answer.status == 2, "\(answer)")
        #expect(answer.output.isEmpty, "\(answer)")
        for part in example.says {
            #expect(answer.complaint.contains(site.words(part)), "\(site.words(part)) is not in:\n\(answer)")
        }
        for word in ["Ada", "Adaline", "2003-05-17", "Fatal error", "NSCocoa", "SQLite error"] {
            #expect(!answer.complaint.contains(word), "\(word) is in:\n\(answer)")
        }
    }

    @Test("leave no file behind")
    func nothingMade() throws {
        let site = try SampleSite.copy()
        let before = try names(site)
        for words in [
            "init $F/new --ports 65500", "init $F/new --from $F",
            "keys new foo --sector health --title \u{1} --site $S",
            "keys new foo --sector \"\" --new-sector --site $S", "desk account key --site $F",
            "desk provider-key --site $F",
            "desk account add x --site $F", "demo $F/script.yaml --folder $F/demo",
        ] {
            #expect(try Tool.run(site.words(words)).status == 2, "\(words)")
        }
        #expect(try names(site) == before)
        let list = try Tool.run("keys list --site \(site.folder)")
        #expect(list.status == 0 && !list.output.contains("foo"), "\(list)")
    }

    @Test("An unreadable file is named with its reason", arguments: ["agencies.yaml", "aggregator.yaml"])
    func unknownKey(file: String) throws {
        let site = try SampleSite.copy()
        let path = "\(site.folder)/Config/\(file)"
        try (String(contentsOfFile: path, encoding: .utf8) + "unheard-of: 1\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        let command = file == "agencies.yaml" ? "keys list" : "alerts"
        let answer = try Tool.run("\(command) --site \(site.folder)")
        #expect(answer.status == 2 && answer.complaint.contains("\(file):"), "\(answer)")
        #expect(answer.complaint.contains("unknown key 'unheard-of'"), "\(answer)")
    }

    private func names(_ site: SampleSite) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: site.scratch.path).sorted()
    }
}
