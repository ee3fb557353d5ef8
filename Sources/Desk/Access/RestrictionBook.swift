import DaemonKit
import Synchronization

/// The restrictions as the file has them now.
///
/// While the file cannot be read nobody sees any child, and likewise when it is gone: an editor that removes the file
/// and writes it again, or a mount that fails, must not open every child.
final class RestrictionBook: Sendable {
    private struct Content {
        var stamp: FileInformation?
        var restrictions = Restrictions()
        var isReadable = true
        /// Whether the file must exist: it existed before, or the configuration names it.
        var hasStood: Bool
    }

    private let file: String
    private let content: Mutex<Content>

    /// Makes the book; with `isDemanded` the configuration names the file, so that it must exist; otherwise a missing
    /// file restricts nobody.
    init(file: String, isDemanded: Bool) {
        self.file = file
        content = Mutex(Content(hasStood: isDemanded))
    }

    convenience init(_ settings: DeskSettings) {
        self.init(file: settings.restrictedFile, isDemanded: settings.restricted != nil)
    }

    /// The restrictions; nil where the file cannot be read.
    var current: Restrictions? {
        content.withLock { content in
            content = look(content)
            return content.isReadable ? content.restrictions : nil
        }
    }

    private func look(_ known: Content) -> Content {
        do throws(FileError) {
            guard let stamp = try Files.information(file) else {
                return Content(isReadable: !known.hasStood, hasStood: known.hasStood)
            }
            return stamp == known.stamp && known.isReadable ? known : read(stamp)
        } catch {
            return Content(isReadable: false, hasStood: true)
        }
    }

    private func read(_ stamp: FileInformation) -> Content {
        guard let text = try? Files.text(file), let read = try? Restrictions(parsing: text, file: file) else {
            return Content(stamp: stamp, isReadable: false, hasStood: true)
        }
        return Content(stamp: stamp, restrictions: read, hasStood: true)
    }
}
