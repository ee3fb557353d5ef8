import DaemonKit
import Logging
import SafeguardingModel

extension FolderSource {
    /// Brings the quarantine's files up to date.
    ///
    /// The outbox keeps the rows, so a full disk delays this and loses nothing.
    func showQuarantine(_ origin: String) async throws {
        do {
            try await quarantine.show(origin, at: clock.now)
            tellQuarantineFault(nil)
        } catch let fault as DaemonKit.FileFault {
            tellQuarantineFault(fault)
        }
    }

    /// Writes into the quarantine why a file as a whole was not read.
    func nameInQuarantine(_ name: String, because reason: String) {
        do throws(DaemonKit.FileFault) {
            try quarantine.refuse(name, because: reason, at: clock.now)
            tellQuarantineFault(nil)
        } catch {
            tellQuarantineFault(error)
        }
    }

    private func tellQuarantineFault(_ fault: DaemonKit.FileFault?) {
        if let fault { logger.record(.error, "Quarantine cannot be written", [.reason: fault.message]) }
        health?.report(
            fault: fault.map { "the quarantine cannot be written: \($0.message)" },
            from: "quarantine folder"
        )
    }

    /// Shows the rows that an earlier run ended too soon to show.
    public func showUnshown() async throws {
        for origin in try await outbox.unshownQuarantines() { try await showQuarantine(origin) }
        await showRefused()
    }

    /// Adds events that the aggregator refused to the quarantine.
    public func showRefused() async {
        do {
            try await quarantine.showRefused()
        } catch {
            logger.record(.error, "Quarantine cannot be written")
        }
    }

    /// Moves a read export to `done/`, under another name where that name is taken.
    func move(_ candidate: Candidate) {
        let folder = Path.join(settings.inbox, "done")
        do {
            try Files.makeFolder(folder)
            var target = Path.join(folder, candidate.name.text)
            var number = 2
            while Files.exists(target) {
                target = Path.join(folder, "\(number)-\(candidate.name.text)")
                number += 1
            }
            try Files.move(candidate.path, to: target)
        } catch {
            logger.record(.warning, "File cannot be moved", [.reason: "\(error.message)"])
        }
    }
}
