/// The words of which people make a text that says that there is no reference, number or name.
///
/// A text is one if it consists of these words alone, whatever stands between them, and one of them says that there is
/// none: `NHS NUMBER NOT KNOWN`, `NoHospNo`, `to be confirmed`.
enum StandInWords {
    /// Words that say that there is none; they need no other.
    private static let absent = list(
        """
        anon anonymous awaited awaiting blank declined dummy missing new newborn nil nobody noid none not notyet null
        pending refused tba tbc tbd temp temporary test tobe tofollow unallocated unassigned unavailable unconfirmed unidentified
        unk unkn unknown unrecorded unregistered unstated withheld without
        """
    )
    /// Words that stand beside those.
    private static let beside = list(
        """
        address advised allocated allocation applicable assigned atpresent authority available baby been birth boy care
        case child client confirmation confirmed currently data date details disclosed dob entered entry family female
        first forename for found given girl has held hosp hospital id identified info information issued known last local
        male match middle mrn name nhs num number obtained patient person pnc police present provided pupil record
        recorded ref reference registered registration required school service shown social stated student supplied
        surname system the this time traced unique upn urn user value yet
        """
    )
    /// Short ones, which mean it only where nothing else stands beside them.
    private static let alone = list("na nk no uk")
    /// Beginnings of such texts, with anything behind: `Unknown male`, `NOT KNOWN (2)`.
    private static let begins = list("unknown notknown")
    /// The words of these that are people's names as well.
    static let alsoNames: Set<String> = ["blank", "na", "new", "nil", "no", "null", "tobe", "uk"]
    /// The shortest word that stands beside others in a name's place: shorter ones are syllables of names (`Thenot`).
    static let leastBesideInName = 4

    private static let no = Array("no".utf8)
    private static let absentByLetter = Dictionary(grouping: absent) { $0[0] }
    private static let besideByLetter = Dictionary(grouping: beside) { $0[0] }

    private static func list(_ words: String) -> [[UInt8]] {
        words.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
    }

    /// Returns whether such words alone make up the letters, which are in lower case.
    ///
    /// - Parameter least: the letters that a word beside others has at least.
    static func make(_ letters: [UInt8], least: Int = 1) -> Bool {
        if begins.contains(where: letters.starts) || alone.contains(letters) { return true }
        guard letters.allSatisfy({ $0 > 57 }) else { return false }
        var reached = Array(repeating: Reached(), count: letters.count + 1)
        reached[0].silent = true
        for place in letters.indices where reached[place] != Reached() {
            let rest = letters[place...]
            let here = reached[place]
            for word in absentByLetter[letters[place]] ?? [] where rest.starts(with: word) {
                reached[place + word.count].absent = true
            }
            for word in besideByLetter[letters[place]] ?? []
            where word.count >= least && rest.starts(with: word) {
                reached[place + word.count].add(here, isShort: word.count < 3)
            }
            if rest.starts(with: no) { reached[place + 2].addNo(here) }
        }
        return reached[letters.count].absent
    }

    /// The meanings of the words up to a place in the text, by all ways to read it.
    private struct Reached: Equatable {
        /// Nothing says yet that there is none.
        var silent = false
        /// `no` stands alone, and a word of three letters has to follow: `Nono` may be a name.
        var no = false
        /// It says that there is none.
        var absent = false

        mutating func add(_ before: Reached, isShort: Bool) {
            silent = silent || before.silent
            no = no || before.no && isShort
            absent = absent || before.absent || before.no && !isShort
        }

        /// Adds `no`, which says that there is none, or stands for number.
        mutating func addNo(_ before: Reached) {
            no = no || before.silent || before.no
            silent = silent || before.silent
            absent = absent || before.absent
        }
    }
}
