/// A large value with many short-lived holders: holding the box retains one object, where a copy would retain each
/// part.
///
/// Written in place while it has one owner; otherwise copied first, so that it behaves as the value itself.
///
/// SAFETY: the box is written only by its one owner; all other holders read.
package struct CopyOnWriteBox<Value: Sendable>: @unchecked Sendable {
    @usableFromInline
    final class Box {
        @usableFromInline var value: Value

        @inlinable
        init(_ value: Value) { self.value = value }
    }

    @usableFromInline var box: Box

    @inlinable
    package init(_ value: Value) { box = Box(value) }

    @inlinable package var value: Value {
        _read { yield box.value }
        _modify {
            if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
            yield &box.value
        }
    }
}
