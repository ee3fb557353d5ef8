import Accounts
import DaemonKit
import Testing

@Suite("The rules for a new password")
struct PasswordRulesTests {
    private func refusal(_ password: String, besides list: BreachedFile? = nil) -> AccountError? {
        let files = Sample.files()
        defer { Sample.remove(files) }
        do throws(AccountError) {
            try DeskAccounts.add(
                "sample.worker",
                password: password,
                role: .practitioner,
                to: files,
                besides: list,
                cost: Sample.cost
            )
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "One of the ten thousand is refused, in any case and with spaces or without",
        arguments: [
            "princessforever", "Princess Forever", "trustno1siemens", "qazwsxedcrfv111", "GHJCNJ ghjcnj ghjcnj",
        ]
    )
    func known(password: String) {
        #expect(refusal(password) == .passwordIsBreached)
    }

    @Test("There are ten thousand of them that the rule of length lets through")
    func many() {
        #expect(BreachedPasswords.long.count >= 10_000)
        #expect(BreachedPasswords.long.allSatisfy { $0.count >= DeskAccounts.shortestPassword })
    }

    @Test(
        "One or two of the most common ones, again or with a few characters more, is refused",
        arguments: [
            "liverpool liverpool", "dragonliverpool", "liverpool2016dragon", "!!liverpoolliverpool!!",
            "Liverpool-Dragon-7", "monkeydragonmonkey", "princess1princess1", "arsenal.chelsea.12", "7superman7batman7",
            "dragondragondragondragon", "starbuckstarbuck12", "mariannamarianna123", "vanesa12345678s",
            "theband1password8",
        ]
    )
    func composed(password: String) {
        #expect(refusal(password) == .passwordIsComposed)
    }

    @Test(
        "A few words in a row are taken, though each may be a common one",
        arguments: [
            "liverpool dragon purple", "four quiet sample words", "monkey likes purple dragon",
            "dragon 739102 liverpool",
        ]
    )
    func taken(password: String) {
        #expect(refusal(password) == nil)
    }

    @Test(
        "The words of this program and its users are as common as any",
        arguments: ["!referralbus26!", "Referral Bus 2026", "safeguarding1234", "csedesk csedesk", "socialworker2026"]
    )
    func context(password: String) {
        #expect(refusal(password) == .passwordIsComposed)
    }

    @Test("Where the site's own list cannot be searched, no password is set, and the reason names the file")
    func unsearched() {
        let nowhere = BreachedFile(path: "/nowhere/pwned-passwords.txt")
        #expect(throws: FileError.self) { try nowhere.check() }
        let words = refusal("seven loud example words", besides: nowhere).map { "\($0)" } ?? ""
        #expect(words.contains("/nowhere/pwned-passwords.txt"))
    }
}
