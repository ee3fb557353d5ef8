import SafeguardingModel

extension CountPattern {
    func reasons(_ finding: Finding, _ told: Telling) -> [String] { [] }
    func headline(_ finding: Finding, _ told: Telling) -> String { "" }
}
extension SectorsPattern {
    func reasons(_ finding: Finding, _ told: Telling) -> [String] { [] }
    func headline(_ finding: Finding, _ told: Telling) -> String { "" }
}
extension TogetherPattern {
    func reasons(_ finding: Finding, _ told: Telling) -> [String] { [] }
    func headline(_ finding: Finding, _ told: Telling) -> String { "" }
}
extension SequencePattern {
    func reasons(_ finding: Finding, _ told: Telling) -> [String] { [] }
    func headline(_ finding: Finding, _ told: Telling) -> String { "" }
}
extension ContactPattern {
    func reasons(_ finding: Finding, _ told: Telling) -> [String] { [] }
    func headline(_ finding: Finding, _ told: Telling) -> String { "" }
}
extension FoundAgainPattern {
    func reasons(_ finding: Finding, _ told: Telling) -> [String] { [] }
    func headline(_ finding: Finding, _ told: Telling) -> String { "" }
}
extension MissingTrendPattern {
    func reasons(_ finding: Finding, _ told: Telling) -> [String] { [] }
    func headline(_ finding: Finding, _ told: Telling) -> String { "" }
}
extension StillMissingPattern {
    func reasons(_ finding: Finding, _ told: Telling) -> [String] { [] }
    func headline(_ finding: Finding, _ told: Telling) -> String { "" }
}
extension OverduePattern {
    func reasons(_ finding: Finding, _ told: Telling) -> [String] { [] }
    func headline(_ finding: Finding, _ told: Telling) -> String { "" }
}
