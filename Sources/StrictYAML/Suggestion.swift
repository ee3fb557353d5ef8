/// Returns the end of a complaint: `, did you mean 'severity'? Known here: rule, severity, ...`
func suggestion(for word: String, among known: [String]) -> String {
    let list = known.isEmpty ? "" : " Known here: \(known.joined(separator: ", "))."
    let nearest = known.map { (word: $0, distance: editDistance(word, $0)) }.min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= max(2, word.count / 3) else { return ".\(list)" }
    return ", did you mean '\(nearest.word)'?\(list)"
}

/// Returns Levenshtein's distance; keeps two rows of the table.
private func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var previous = Array(0...right.count)
    for (row, character) in left.enumerated() {
        var current = [row + 1]
        for column in right.indices {
            let replaced = previous[column] + (character == right[column] ? 0 : 1)
            current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
        }
        previous = current
    }
    return previous[right.count]
}
