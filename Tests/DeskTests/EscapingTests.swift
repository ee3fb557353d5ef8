import Accounts
import Desk
import Hummingbird
import HummingbirdTesting
import Journal
import SafeguardingModel
import Testing

@Suite("What people wrote stays text")
struct EscapingTests {
    static let attacks = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "</textarea><script>1</script>",
        // A combining mark after the sign makes another character of it, and the same byte for a browser.
        "\"\u{301} onfocus=alert(1) x=\"\u{301}", "<\u{301}script>", "{{frame.site}}", "{{{.}}}", "javascript:alert(1)",
        "<!--", "]]>",
        "\u{2028}</script>\0", "\u{1B}]0;title\u{7}\u{9B}31m\u{202E}red\u{7F}",
    ]

    /// Text that has got out of its place: a tag or an attribute that no page of ours writes.
    private func escaped(_ page: String) -> [String] {
        let suspicious = [
            "<script>", "<img", "onerror=alert(1)>", "' onmouseover='", "\"\u{301} onfocus", "</textarea><script",
            "<!--", "\0", "\u{1B}", "\u{7}", "\u{9B}", "\u{7F}", "\u{202E}",
        ]
        return suspicious.filter { word in page.utf8.firstRange(of: word.utf8) != nil }
    }

    @Test("In every text of an alert", arguments: attacks)
    func alert(attack: String) async throws {
        let world = try World()
        try await world.journal.append(.tick, from: .desk, [])
        var alert = Sample.alert(
            "A-1-0",
            headline: attack,
            title: attack,
            subject: .person(LinkKey(.handle, attack)),
            evidence: [Sample.evidence(at: 1, attack, agency: AgencyName(rawValue: attack))],
            reasons: [attack],
            alone: [SectorView(sector: Sector(rawValue: attack), sentence: attack)],
            unknown: [attack],
            questions: [Question(to: attack, text: attack)]
        )
        alert.finding.sectors = [Sector(rawValue: attack)]
        alert.revisions = [Alert.Revision(at: World.start, position: 2, severity: .high, sentence: attack)]
        alert.actions = [Alert.Action(at: World.start, by: attack, what: attack, note: attack)]
        await world.model.place([.raised(alert)])
        let visitor = try await world.signedIn()
        for path in ["/", "/alerts/A-1-0"] {
            let page = try await world.open(path, as: visitor)
            #expect(page.status == .ok)
            #expect(escaped(page.text).isEmpty, "\(path)")
            // Text that looks like a part of a template is written as it is, and nothing is put in its place.
            if attack.hasPrefix("{{") { #expect(page.text.contains(attack), "\(path)") }
        }
        alert.life = .closed(outcome: attack)
        alert.withdrawal = Alert.Withdrawal(at: World.start, position: 3, sentence: attack)
        await world.model.place([.withdrawn(alert)])
        #expect(escaped(try await world.open("/alerts/A-1-0", as: visitor).text).isEmpty)
        #expect(escaped(try await world.open("/?show=withdrawn", as: visitor).text).isEmpty)
    }

    @Test(
        "In every text of an event",
        arguments: attacks.filter { attack in !attack.contains("\0") && !attack.contains("\u{1B}") }
    )
    func event(attack: String) async throws {
        let world = try World()
        let text = JSONValue.string(attack)
        try await world.journal.tell(
            .missingReported,
            from: "merseyside-police",
            subject: attack,
            at: "2016-01-03T20:40:00Z",
            child: [
                "givenName": text, "familyName": text, "born": "2001-06-15", "address": text, "town": text,
                "postcode": text,
                "localAuthorityId": text, "nhsNumber": text, "aliases": .array([text]),
            ],
            data: [
                "episode": text, "category": "missing", "missingFrom": "care", "summary": text,
                "people": .array([.object(["name": text, "role": "person-of-concern", "handles": .array([text])])]),
                "places": .array([.object(["kind": "premises", "name": text, "postcode": "L1 1AA"])]),
            ]
        )
        let child = try #require(await world.model.children.first)
        let page = try await world.openFile(of: child, as: try await world.signedIn())
        #expect(page.status == .ok)
        #expect(escaped(page.text).isEmpty)
    }

    @Test("In addresses, forms and faults", arguments: attacks)
    func echoes(attack: String) async throws {
        let world = try World()
        await world.model.place([.raised(Sample.alert("A-1-0"))])
        await world.journal.setReachable(false)
        let visitor = try await world.signedIn()
        let part = Paths.encoded(attack)
        for path in [
            "/\(part)", "/alerts/\(part)", "/children/\(part)", "/?show=\(part)", "/alerts/A-1-0?done=\(part)",
        ] {
            #expect(escaped(try await world.open(path, as: visitor).text).isEmpty, "\(path)")
        }
        #expect(escaped(try await world.open("/login?then=\(part)").text).isEmpty)
        // Text that cannot be recorded comes back, so that nobody has to write it twice.
        let fault = try await world.send("/alerts/A-1-0/note", as: visitor, ["note": attack])
        #expect(fault.status == .serviceUnavailable)
        #expect(escaped(fault.text).isEmpty)
    }

    /// Every page with one text wherever people or agencies write: what they tell, decide, and are called.
    private func pages(with text: String) async throws -> [String: String] {
        let world = try World()
        let value = JSONValue.string(text)
        try await world.judge(by: [])
        let child = try await world.tellOfAda("A-1-0")
        for kind in [EventKind.concernObserved, .referralMade] {
            try await world.journal.tell(
                kind,
                from: "merseyside-police",
                subject: "MP-1",
                at: "2016-01-03T20:40:00Z",
                child: [
                    "givenName": "Ada", "familyName": .string("\(text) Example"), "born": "2001-06-15",
                    "address": value,
                    "town": value,
                ],
                data: [
                    "referral": value, "indicators": .array(["gifts"]), "summary": value,
                    "people": .array([.object(["name": .string("\(text) Sample"), "role": "person-of-concern"])]),
                    "places": .array([
                        .object(["kind": "premises", "name": .string("\(text) Arches"), "postcode": "L1 1AA"])
                    ]),
                    "handling": .object(["audience": .array(["cse-team"]), "sanitised": value]),
                ]
            )
        }
        var alert = Sample.alert(
            "A-2-0",
            headline: text,
            title: text,
            subject: .child(child),
            evidence: [Sample.evidence(at: 1, text, agency: AgencyName(rawValue: text))],
            reasons: [text],
            alone: [SectorView(sector: .police, sentence: text)],
            unknown: [text],
            questions: [Question(to: text, text: text), Question(to: "whiston-health", text: text)]
        )
        alert.revisions = [Alert.Revision(at: World.start, position: 2, severity: .high, sentence: text)]
        alert.actions = [Alert.Action(at: World.start, by: text, what: text, note: text)]
        alert.owner = text
        await world.model.place([.raised(alert)])
        let visitor = try await world.signedIn("sample.manager", role: .manager)
        _ = try await world.send("\(Paths.child(child))/open", as: visitor, ["reason": "Asked by the social worker."])
        var pages: [String: String] = [:]
        for path in RouteTable.all.filter({ $0.methods.contains(.get) }).map(\.path) {
            guard !["/live", "/login", "/health", "/assets/:file"].contains(path), !path.hasSuffix(".csv") else {
                continue
            }
            let address = path.replacing("/alerts/:id", with: "/alerts/A-2-0")
                .replacing("/children/:id", with: Paths.child(child))
            pages[path] = try await world.open(address, as: visitor).text
        }
        pages["ask"] = try await world.open("/alerts/A-2-0?ask=1", as: visitor).text
        await world.journal.setReachable(false)
        pages["fault"] = try await world.send("/alerts/A-2-0/note", as: visitor, ["note": text]).text
        return pages
    }

    @Test(
        "A page has the same elements and attributes, whatever people wrote",
        arguments: attacks.filter { attack in !attack.contains("\0") && !attack.contains("\u{1B}") }
    )
    func skeletons(attack: String) async throws {
        let expected = try await pages(with: "a harmless word").mapValues { PageMarkup($0).skeleton }
        let found = try await pages(with: attack)
        #expect(found.count >= 14 && found.values.count { $0.contains("Sample desk") } == found.count)
        for (path, page) in found { #expect(PageMarkup(page).skeleton == expected[path], "\(path)") }
    }
}
