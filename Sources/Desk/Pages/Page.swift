import DaemonKit

/// A page of the desk: its frame, and what stands in it.
protocol Page {
    var frame: PageFrame { get }
    var content: HTML { get }
}

extension Page {
    /// The whole document.
    var html: HTML { frame.html(around: content) }
}
