import ArgumentParser

/// The command `check`: prints every fault of the configuration on a line, or a preview of a file.
struct DaemonCheck<Program: DaemonProgram> {
    let configuration: String
    let file: String?

    func run() async throws {
        let program: Program
        do {
            program = try Program(try ConfigurationFile(path: configuration))
        } catch {
            throw failed(["\(error)"])
        }
        if let file {
            guard try await program.show(file: file) else { throw ExitCode(1) }
            return
        }
        let faults = await program.faults() + [ProcessLimits.openFiles(atLeast: program.openFiles)].compactMap(\.self)
        for warning in program.warnings { print("warning: \(HarmlessText.printedLine(warning))") }
        guard faults.isEmpty else { throw failed(faults) }
        let whose = program.servedAgency.map { " (\($0))" } ?? ""
        print("\(Program.name): \(configuration)\(whose) is in order")
    }

    private func failed(_ faults: [String]) -> ExitCode {
        // Each fault is printed on one line, whatever it contains.
        for fault in faults { print(HarmlessText.printedLine(fault)) }
        return ExitCode(1)
    }
}
