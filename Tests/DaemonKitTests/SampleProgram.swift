import DaemonKit
import SafeguardingModel
import ServiceLifecycle
import StrictYAML

/// A daemon that does nothing, or what a test's configuration asks for.
struct SampleProgram: DaemonProgram {
    static let name = "sample"
    static let abstract = "Does nothing."

    let log: LogSettings
    let data: String
    let mood: String
    let configuration: String

    init(_ file: ConfigurationFile) throws {
        let settings = try file.root.mapping(of: ["log", "data", "mood"])
        log = try LogSettings(settings["log"])
        data = file.site.path(try settings.required("data").string())
        mood = try settings["mood"]?.choice(of: ["calm", "stubborn", "frail", "fleeting", "mute"]) ?? "calm"
        configuration = file.path
    }

    func faults() async -> [String] { mood == "frail" ? ["the mood is\nfrail", "the day is long"] : [] }

    func start(_ context: DaemonContext) async throws -> RunningDaemon {
        let mood = mood
        let first = NamedService("first") {
            try await gracefulShutdown()
            print("first drained")
        }
        let second = NamedService("second") {
            switch mood {
            case "frail": throw UsageError("it is too much")
            case "fleeting": return
            case "stubborn": while true { try? await Task.sleep(for: .seconds(60)) }
            default: try await gracefulShutdown()
            }
            print("second drained")
        }
        return RunningDaemon(
            services: [first, second],
            reload: { print("reread") },
            facts: {
                while mood == "mute" { try? await Task.sleep(for: .seconds(60)) }
                return ["mood": .string(mood)]
            }
        )
    }
}
