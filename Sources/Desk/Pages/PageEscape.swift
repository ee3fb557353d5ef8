import DaemonKit
import Mustache

/// What the templates put in is made harmless by our own escaping: the library's goes by character and lets some through.
struct PageEscape: MustacheContentType {
    func escapeText(_ text: String) -> String { MarkupEscape.escaped(text) }
}
