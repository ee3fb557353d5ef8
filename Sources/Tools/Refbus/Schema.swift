import ArgumentParser
import EventFormat
import SafeguardingModel

/// `refbus schema`.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the JSON Schema of an event, or the AsyncAPI document of the bus."
    )

    @Flag(help: "AsyncAPI instead of JSON Schema.") var asyncapi = false

    func run() {
        Terminal.say((asyncapi ? EventSchema.asyncAPI() : EventSchema.jsonSchema()).text)
    }
}
