import Replay
import Testing

@Suite("The scripts that ship, played")
struct PlayedScriptTests {
    @Test("Every expectation is met, in every order of arrival", arguments: Shipped.scripts)
    func met(name: String) async throws {
        let player = ScriptPlayer(site: try Shipped.site())
        let script = try Script(path: Shipped.folder + "/" + name)
        let result = try await player.run(script, seed: 1) { CoreTarget() }
        #expect(result.isMet, Comment(rawValue: result.failureLines.joined(separator: "\n")))
    }
}
