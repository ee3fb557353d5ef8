import DaemonKit

/// Parts that several pages have.
extension HTML {
    /// A section that is named by its heading; `style` is a class.
    static func section(_ id: String, _ heading: HTML, style: String? = nil, _ content: HTML) -> HTML {
        """
        <section aria-labelledby="\(id)"\(style.map { #" class="\#($0)""# })>
        <h2 id="\(id)">\(heading)</h2>
        \(content)
        </section>
        """
    }

    /// A form of this page, with the field by which it shows where it comes from.
    static func form(_ action: String, _ token: HTML, _ content: HTML) -> HTML {
        """
        <form method="post" action="\(action)">
        \(token)
        \(content)
        </form>
        """
    }

    /// The field of a form for people's own words.
    static func note(_ id: String, _ label: HTML, rows: Int = 2, isRequired: Bool = true, text: String = "") -> HTML {
        """
        <label for="\(id)">\(label)\(#" <span class="optional">optional</span>"#, if: !isRequired)</label>
        <textarea id="\(id)" name="note" rows="\(rows)" maxlength="4000"\(" required", if: isRequired)>\(text)</textarea>
        """
    }

    static func option(_ value: String, _ words: HTML, isChosen: Bool = false) -> HTML {
        #"<option value="\#(value)"\#(" selected", if: isChosen)>\#(words)</option>"#
    }
}
