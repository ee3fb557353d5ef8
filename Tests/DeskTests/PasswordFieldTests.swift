import Accounts
import DaemonKit
import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("The fields of passwords")
struct PasswordFieldTests {
    @Test("A button that shows what is typed waits for the script, and names the fields that it shows")
    func show() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        for (page, names) in [
            (try await world.open("/login").text, ["password"]),
            (try await world.open("/password", as: visitor).text, ["current", "new", "again"]),
        ] {
            let button = try #require(page.firstMatch(of: /<button[^>]*data-shows="([^"]+)"[^>]*>/))
            for part in ["type=\"button\"", "aria-pressed=\"false\"", " hidden"] {
                #expect(button.output.0.contains(part))
            }
            #expect(button.output.1.split(separator: " ").map(String.init) == names)
            for name in names {
                #expect(page.firstMatch(of: try Regex("<input id=\"\(name)\"[^>]*type=\"password\"")) != nil)
            }
            #expect(page.contains("<script src=\"/assets/account.js\" defer></script>"))
        }
    }

    @Test("The script of these fields keeps nobody from pasting, sends nothing, and keeps nothing")
    func script() async throws {
        let answer = try await World().open("/assets/account.js")
        #expect(answer.status == .ok && answer.text.contains("aria-pressed"))
        let words = [
            "paste", "preventDefault", "fetch(", "XMLHttpRequest", "sendBeacon", "Storage", "innerHTML", "eval(",
        ]
        for word in words { #expect(!answer.text.contains(word), "\(word)") }
    }

    @Test("Pages without such a field load no script for it")
    func elsewhere() async throws {
        let world = try World()
        let visitor = try await world.signedIn()
        #expect(!(try await world.open("/search", as: visitor).text.contains("account.js")))
    }

    @Test("The page has a meter that is told to people who do not see it, with a word for each step")
    func meter() async throws {
        let world = try World()
        let page = try await world.open("/password", as: try await world.signedIn()).text
        #expect(page.contains("<label for=\"strength\">") && page.contains("<meter id=\"strength\" data-of=\"new\""))
        let line = try #require(page.firstMatch(of: /id="strength-words" aria-live="polite" data-words="([^"]+)"/))
        #expect(line.output.1.split(separator: "|").count == 5)
        #expect(page.contains("id=\"strength-line\" hidden"))
    }
}
