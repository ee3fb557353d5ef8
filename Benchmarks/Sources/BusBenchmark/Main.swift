import ArgumentParser

/// Measures the bus as a whole: real daemons, real sockets, real disks.
@main
struct BusBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bus-benchmark",
        subcommands: [
            Ingest.self, Export.self, Sender.self, RedisProducer.self, IdentitySpeed.self, PopulationFiles.self,
        ]
    )
}
