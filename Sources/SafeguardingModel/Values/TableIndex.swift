/// The place of a row in one table. Indices of different tables are different types, so that the compiler refuses one
/// in place of another; at run time it is the number alone.
package struct TableIndex<Row>: Hashable, Comparable, Sendable {
    package let number: Int32

    @inlinable package init(_ number: some BinaryInteger) { self.number = Int32(truncatingIfNeeded: number) }

    @inlinable package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
    @inlinable package static func == (left: Self, right: Self) -> Bool { left.number == right.number }
    @inlinable package func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

/// A list whose elements are found by the indices of one kind of row.
package struct Table<Row, Element> {
    @usableFromInline package var elements: [Element] = []

    @inlinable package init() {}
    @inlinable package init(_ elements: [Element]) { self.elements = elements }

    @inlinable package var count: Int { elements.count }
    /// The indices of all rows, in order.
    @inlinable package var indices: [TableIndex<Row>] { elements.indices.map { TableIndex($0) } }
    /// The index that the next row will have.

    // Always inlined, and generic: Swift 6.3 releases a field of a large structure twice where a coroutine that is neither
    // yields it.
    @inlinable package subscript(index: TableIndex<Row>) -> Element {
        @inline(__always) _read { yield elements[Int(index.number)] }
        @inline(__always) _modify { yield &elements[Int(index.number)] }
    }

    /// Adds a row, and returns its index.
    @inlinable @discardableResult
    package mutating func append(_ element: Element) -> TableIndex<Row> {
        elements.append(element)
        return TableIndex(elements.count - 1)
    }
}

extension Table: Sendable where Element: Sendable {}

/// The names of the tables of judgement.
package enum TableRow {
    package enum Alert {}
    package enum Key {}
    package enum Record {}
    package enum Rule {}
    package enum Subject {}
}

package typealias AlertIndex = TableIndex<TableRow.Alert>
/// A key of a person, place or thing, in the link registry of its realm.
package typealias KeyIndex = TableIndex<TableRow.Key>
/// A record, by the number that identity resolution gives it.
package typealias RecordIndex = TableIndex<TableRow.Record>
/// A rule in its set.
package typealias RuleIndex = TableIndex<TableRow.Rule>
/// A child, or what children share.
package typealias SubjectIndex = TableIndex<TableRow.Subject>

extension RecordIndex {
    /// The record of a fact about adults alone.
    package static let nobody = RecordIndex(-1)
}
