import DaemonKit

/// A page of the desk: its frame and its content.
protocol Page {
    var frame: PageFrame { get }
    var content: HTML { get }
}

extension Page {
    /// The whole document.
    var html: HTML { frame.html(around: content) }
}
