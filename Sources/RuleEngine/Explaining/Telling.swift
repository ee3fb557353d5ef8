import SafeguardingModel

/// What the sentences about a finding are made of: its rule, its facts, and how to name agencies and times.
struct Telling {
    let rule: Rule
    let lines: [Line]
    let directory: Directory
    let zone: Zone
}
