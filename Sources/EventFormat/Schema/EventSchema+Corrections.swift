import SafeguardingModel

extension EventSchema {
    private static let correction: [FieldSchema] = [
        .needs(.of, .reference, "the id, under the same `source`, of the event that it is about"),
        .needs(.reason, .text, "why"),
    ]

    static let corrections: [KindSchema] = [
        KindSchema(
            .eventCorrected,
            "An earlier event was wrong; this is the whole of what it should have said.",
            correction + everyField
        ),
        KindSchema(.eventWithdrawn, "An earlier event should not have been sent.", correction),
    ]

    /// The fields of all other kinds, none required: the corrected event decides which of them a correction needs.
    ///
    /// A word is checked only if every kind with the field takes it from a list.
    private static var everyField: [FieldSchema] {
        let others = (missing + referrals + meetings + placements + services + people).flatMap(\.fields)
        var merged: [FieldSchema] = []
        for field in others where !(correction + common).contains(where: { $0.name == field.name }) {
            if let index = merged.firstIndex(where: { $0.name == field.name }) {
                merged[index] = merged[index].joined(with: field)
            } else {
                merged.append(field.optional)
            }
        }
        return merged
    }
}

extension FieldSchema {
    /// Returns a field that accepts what either of two fields of one name accepts.
    fileprivate func joined(with other: FieldSchema) -> FieldSchema {
        FieldSchema(name, form.joined(with: other.form), repeats: repeats || other.repeats, meaning)
    }
}

extension FieldSchema.Form {
    fileprivate func joined(with other: Self) -> Self {
        switch (self, other) {
        case (.words(let left), .words(let right)): .words(left + right.filter { !left.contains($0) })
        case _ where self == other: self
        default: .reference
        }
    }
}
