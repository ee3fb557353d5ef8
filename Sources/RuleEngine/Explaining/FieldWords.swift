import SafeguardingModel

/// The words of the field for the codes in facts. A code that is in no table is written with spaces.
enum FieldWords {
    /// Returns `a registered sex offender` for the register `rso`.
    static func listed(on register: String) -> String {
        registers[register.lowercased()] ?? (register.isEmpty ? "a person of concern" : "listed (\(register))")
    }

    private static let registers = [
        "rso": "a registered sex offender",
        "vsor": "a registered sex offender",
        "shpo": "a person under a sexual harm prevention order",
        "sopo": "a person under a sexual offences prevention order",
        "sro": "a person under a sexual risk order",
        "rosho": "a person under a risk of sexual harm order",
        "cawn": "a person under a child abduction warning notice",
        "mappa": "a person managed under MAPPA",
        "pppo": "a person under a restraining order",
        "stpo": "a person under a slavery and trafficking prevention order",
        "stro": "a person under a slavery and trafficking risk order",
    ]

    static func began(_ status: String) -> String {
        switch status {
        case "looked-after": "recorded that {child} became looked after"
        case "child-in-need": "recorded {child} as a child in need"
        default: "added the \(self.status(status))"
        }
    }

    static func ended(_ status: String) -> String {
        status == "looked-after"
            ? "recorded that {child} is no longer looked after" : "ended the \(self.status(status))"
    }

    static func status(_ code: String) -> String { statuses[code] ?? "status \(code.withSpaces)" }

    private static let statuses = [
        "looked-after": "looked-after status", "child-in-need": "child in need plan",
        "child-protection-plan": "child protection plan", "section-47": "section 47 enquiry", "cse-flag": "CSE flag",
        "ce-flag": "CE flag",
    ]

    /// Returns the outcome of a referral: `no further action` for `nfa`.
    static func outcome(_ code: String) -> String { outcomes[code] ?? code.withSpaces }

    private static let outcomes = [
        "nfa": "no further action", "section-47": "section 47 enquiry", "strategy": "strategy discussion",
        "cin": "child in need plan",
    ]

    static func attendance(_ code: String) -> String { attendances[code] ?? "attendance code" }

    private static let attendances = [
        "N": "absent, reason not yet given", "O": "absent without permission", "U": "late, after registration closed",
        "G": "absent on a holiday not agreed", "M": "absent for a medical appointment", "I": "absent, ill",
    ]

    static func session(_ code: String) -> String { code == "am" ? "morning" : code == "pm" ? "afternoon" : code }

    static func setting(_ code: String) -> String { settings[code] ?? "a \(code.withSpaces) service" }

    private static let settings = [
        "emergency": "A&E", "walk-in": "a walk-in centre", "gp": "a GP surgery",
        "camhs": "child and adolescent mental health services", "sexual-health": "a sexual health clinic",
        "maternity": "maternity care",
    ]

    /// Returns a sign of exploitation as people write it.
    static func sign(_ code: String) -> String { signs[code] ?? code.withSpaces }

    private static let signs = [
        "online-contact": "contact online", "online-adult": "contact from an adult online",
        "phone-at-night": "on the phone at night",
    ]
}
