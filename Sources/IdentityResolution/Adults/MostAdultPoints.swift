internal import SafeguardingModel

/// The most points that two adults can have, given the fields known of both. Most adults who share half a number share
/// no other field, and need not be compared.
struct MostAdultPoints: Sendable {
    private let nickname: Int
    private let keys: [(scheme: LinkKey.Scheme, points: Int)]
    private let age: Int
    private let address: Int
    private let child: Int

    init(_ settings: AdultSettings) {
        func most(_ field: AdultField) -> Int { field.levels.map { settings[field, $0] }.max().map { max(0, $0) } ?? 0 }
        nickname = most(.nickname)
        keys = [(.handle, most(.handle)), (.phone, most(.phone)), (.vehicle, most(.vehicle))]
        age = max(most(.born), most(.age))
        address = most(.address)
        child = most(.child)
    }

    /// Returns the most points for keys of one scheme that nearly agree.
    func points(_ scheme: LinkKey.Scheme) -> Int { keys.first { $0.scheme == scheme }?.points ?? 0 }

    /// Returns the most points of two adults; unbounded where both have a name, because a name's weight depends on its
    /// rarity.
    func points(_ left: AdultProfile, _ right: AdultProfile, _ names: NameTable) -> Int {
        let areCalled = (left.isCalled(names), right.isCalled(names))
        if areCalled == (true, true) { return .max }
        var points = areCalled == (false, false) ? 0 : nickname
        for (scheme, most) in keys where left.has(scheme) && right.has(scheme) { points += most }
        if left.hasAge, right.hasAge { points += age }
        if !left.homes.isEmpty, !right.homes.isEmpty { points += address }
        return left.haveOneChild(right) ? points + child : points
    }
}

extension AdultProfile {
    fileprivate func has(_ scheme: LinkKey.Scheme) -> Bool { keys.contains { $0.scheme == scheme } }
    fileprivate var hasAge: Bool { !births.isEmpty || !years.isEmpty }

    fileprivate func isCalled(_ table: NameTable) -> Bool {
        !aliases.isEmpty || names.contains { table.isMeaningful($0.given) || table.isMeaningful($0.family) }
    }
}
