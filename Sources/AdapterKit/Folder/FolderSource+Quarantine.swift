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
        } catch let error as DaemonKit.FileError {
            report(.quarantineUnwritable, error.message)
        }
    }

    /// Writes into the quarantine why a file as a whole was not read.
    func nameInQuarantine(_ name: String, because reason: String) {
        do throws(DaemonKit.FileError) {
            try quarantine.refuse(name, because: reason, at: clock.now)
        } catch {
            report(.quarantineUnwritable, error.message)
        }
    }

    /// Logs and reports a fault, after which the next look at the inbox tries again.
    private func report(_ name: FaultName, _ reason: String?) {
        if let reason {
            isQuarantineBehind = true
            logger.record(.error, "Quarantine cannot be written", [.reason: reason])
        }
        health?.report(name, reason.map { "the quarantine cannot be written: \($0)" })
    }

    /// Shows the rows and the refused events that an earlier try, or an earlier run, did not show.
    public func showUnshown() async throws {
        do {
            isQuarantineBehind = false
            for origin in try await outbox.unshownQuarantines() { try await showQuarantine(origin) }
            await showRefused()
            // One part that could be written says nothing of the others.
            if !isQuarantineBehind { report(.quarantineUnwritable, nil) }
        } catch {
            isQuarantineBehind = true
            throw error
        }
    }

    /// Adds events that the aggregator refused to the quarantine; where that fails, the next look does it.
    public func showRefused() async {
        guard !isShowingRefused else {
            // The other call may have looked before these were refused.
            isQuarantineBehind = true
            return
        }
        isShowingRefused = true
        defer { isShowingRefused = false }
        do {
            try await quarantine.showRefused()
            report(.refusedUnwritable, nil)
        } catch let error as DaemonKit.FileError {
            report(.refusedUnwritable, error.message)
        } catch {
            report(.refusedUnwritable, "\(error)")
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
