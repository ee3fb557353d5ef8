import Replay
import StrictYAML
import Testing

/// The example of product.md, with everything that the format knows.
let example = """
    script: 1
    title: Three agencies, one week
    synthetic: true
    source: where the skeleton comes from
    timezone: Europe/London
    day0: 2016-01-04
    agencies:
      home: { sector: residential, authority: E08000012 }
    children:
      s1: { givenName: Ada, familyName: Example, born: 2001-06-15, sex: F, postcode: L36 9YU, responsibleAuthority: E08000011 }
    records:
      - { agency: home, child: s1, givenName: Adda, born: 2001-06-05 }
    people:
      m5: { name: Male Five, handles: [h77] }
    places:
      u9: { kind: home, postcode: L1 1AA, uprn: "38000001" }
    known: [{ child: s1, since: { day: -30 } }]
    offline: [{ agency: home, from: { day: 20 }, to: { day: 41, at: "09:00" } }]
    events:
      - { day: 0, at: "19:00", from: police, type: missing.reported, child: s1, data: { episode: e1, category: missing, grade: low, missingFrom: care } }
      - { day: 1, at: "07:15", from: police, type: missing.found, child: s1, data: { episode: e1, foundWith: [m5], foundPlace: u9 } }
      - { day: 2, at: "11:00", from: health, type: health.attended, child: s1, data: { setting: emergency }, arrives: { day: 9, at: "09:00" }, times: 2 }
      - { day: 3, at: "10:00", from: desk, type: identity.decided, data: { same: [police/s1, home/s1] } }
    until: { day: 50 }
    permute: 20
    expect:
      - { rule: agencies-converge, about: s1, after: { day: 8 }, by: { day: 9, at: "09:05" }, severity: high, sectors: [police, health] }
      - { rule: school-pattern, about: s1, never: true }
      - { about: s1, atMost: 6 }
      - nothingElse: true

    """

/// A small script with these lines, each below the key that it belongs to.
func script(events: String, expect: String = "[]", more: String = "", until: String = "{ day: 60 }") -> String {
    """
    script: 1
    title: A test
    synthetic: true
    day0: 2016-01-04
    agencies: { home: { sector: residential, authority: E08000012 } }
    children:
      q1: { givenName: Ada, familyName: Example, born: 2001-06-15, responsibleAuthority: E08000011 }
      q2: { givenName: Bea, familyName: Sample, born: 2002-01-31 }
    people:
      m1: { name: Male One, handles: ["@H77"] }
    places:
      p1: { kind: premises, name: Arches, postcode: L1 1AA }
    \(more)
    events:
    \(events)
    until: \(until)
    expect: \(expect)
    """
}

/// Returns the reader's error about a text; nil where it reads it.
func complaint(_ text: String) -> String? {
    do throws(YAMLError) {
        _ = try Script(parsing: text, file: "test.yaml")
        return nil
    } catch {
        return error.description
    }
}
