import IdentityResolution
import SafeguardingModel
import Testing

@Suite("Weights learnt without labels, and measured")
struct LearningTests {
    /// 240 children of two agencies' records each: names and dates nearly all different, one in five names mistyped.
    private func study(_ settings: IdentitySettings = IdentitySettings()) -> RecordLinkage {
        var chance = SeededGenerator(seed: 7)
        var study = RecordLinkage(settings: settings)
        let letters = ["ba", "de", "fi", "go", "lu", "ma", "ne", "po", "ri", "su", "ta", "vo"]
        for child in 0..<240 {
            let given = (0..<3).map { _ in chance.pick(letters) }.joined()
            let family = (0..<4).map { _ in chance.pick(letters) }.joined()
            let born = CivilDay(number: 10_000 + Int.random(in: 0..<6_000, using: &chance)).description
            let sex = chance.pick(["F", "M"])
            let typed = child % 5 == 0 ? family + "s" : family
            study.add(key("police/\(child)"), person("\(given) \(family)", born: born, sex: sex))
            study.add(key("health/\(child)"), person("\(given) \(typed)", born: born, sex: sex))
        }
        return study
    }

    @Test("It finds how many pairs are one child, and that a rare agreement tells more than a frequent one")
    func estimate() {
        let estimate = Estimate(study(), drawn: 20_000)
        #expect((235...245).contains(Int(estimate.links)))
        let weights = estimate.weights
        #expect(weights[.born, .same] > weights[.sex, .same])
        #expect(weights[.givenName, .same] > weights[.sex, .same])
        #expect((7...13).contains(weights[.sex, .same]), "two sexes: one bit, ten points")
        let family = weights[.familyName, .close]
        #expect(weights[.familyName, .same] > family && family > weights[.familyName, .different])
        #expect(weights[.familyName, .different] < 0)
        #expect(weights[.nhsNumber, .same] == Weights()[.nhsNumber, .same], "what nobody says stays as it was")
    }

    @Test("The same records give the same weights")
    func repeatable() {
        #expect(Estimate(study(), drawn: 5_000).weights == Estimate(study(), drawn: 5_000).weights)
    }

    @Test("What was learnt links the records that belong together, and no others")
    func proposal() {
        var study = study()
        let proposal = Proposal(study, drawn: 10_000)
        study.configure(proposal.settings)
        let links = study.pairs().filter { $0.comparison.points >= proposal.settings.thresholds.same }
        #expect(links.count == 240)
        #expect(links.allSatisfy { $0.left + 1 == $0.right })
    }

    @Test("Precision, recall and F1 at each threshold")
    func quality() {
        let pairs = [(300, true), (260, true), (250, false), (200, true), (100, false)]
        let curve = LinkQuality.curve(pairs.map { (points: $0.0, isOne: $0.1) }, links: 4, step: 50)
        let at = Dictionary(uniqueKeysWithValues: curve.map { ($0.points, $0) })
        #expect(at[300] == LinkQuality(points: 300, right: 1, wrong: 0, missed: 3))
        #expect(at[250] == LinkQuality(points: 250, right: 2, wrong: 1, missed: 2))
        #expect(at[100] == LinkQuality(points: 100, right: 3, wrong: 2, missed: 1))
        #expect(at[200]?.precision == 0.75 && at[200]?.recall == 0.75 && at[200]?.f1 == 0.75)
        #expect(at[200]?.errorsPerThousandLinks == 250)
    }
}
