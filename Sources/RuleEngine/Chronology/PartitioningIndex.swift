extension RandomAccessCollection where Index == Int {
    /// Returns the first index at which a condition holds that holds for all later elements too; the end index if none.
    func partitioningIndex(where holds: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
