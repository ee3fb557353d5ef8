/// A large value that very many hold for a short time: to hold it counts one owner, where to copy it would count one for each
/// of its parts.
///
/// Written in place while nobody else holds it; otherwise a copy is made first, so that it behaves as the value itself.
///
/// SAFETY: the box is written only by whoever is its one owner; whoever else holds it reads.
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
