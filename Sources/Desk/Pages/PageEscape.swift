import DaemonKit
import Mustache

/// The escaping of values in templates, our own because the library's goes by character and leaves some unescaped.
struct PageEscape: MustacheContentType {
    func escapeText(_ text: String) -> String { MarkupEscape.escaped(text) }
}
