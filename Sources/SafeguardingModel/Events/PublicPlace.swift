/// Places open to everybody: somebody's presence there says nothing by itself.
///
/// A takeaway, a hotel, a taxi office, a car park, an arcade and an off-licence are none: there children were exploited.
public enum PublicPlace {
    /// Returns whether a place's kind is one of them, however it is spelled: `Youth Club`, `youth_club`.
    public static func isKind(_ kind: String) -> Bool {
        switch kind {
        case "premises", "person", "home", "handle", "phone", "vehicle", "": false
        case "school": true
        default: kinds.contains(Words.folded(kind))
        }
    }

    /// Returns whether a building's name is that of a service for children or the sick: `Example Clinic`, `Sample Youth
    /// Club`.
    public static func isService(name: String) -> Bool { service(Words.folded(name)) != nil }

    /// Returns the kind of a place that its name tells, where no kind is given: `youth-club` for `Sample Youth Club`.
    /// What was a school once is none.
    public static func kind(ofBuilding name: String) -> String? {
        let words = Words.folded(name)
        let isPast = words.split(separator: "-").contains {
            ["old", "former", "disused", "derelict", "closed"].contains($0)
        }
        return isPast ? nil : service(words)
    }

    private static func service(_ words: String) -> String? {
        services.first { words == $0 || words.hasSuffix("-\($0)") }
    }

    private static let services = [
        "clinic", "surgery", "hospital", "health-centre", "medical-centre", "walk-in-centre", "youth-club",
        "youth-centre", "school", "academy", "college", "childrens-centre", "family-centre", "family-hub", "library",
        "childrens-home", "infirmary",
    ]

    private static let kinds: Set<String> = [
        "school", "academy", "primary-school", "secondary-school", "special-school", "nursery", "college", "university",
        "sixth-form", "pupil-referral-unit", "pru", "clinic", "sexual-health-clinic", "health-clinic", "surgery", "gp",
        "gp-surgery", "gp-practice", "general-practice", "doctors", "doctors-surgery", "medical-centre",
        "health-centre", "dentist", "dental-surgery", "optician", "pharmacy", "chemist", "hospital", "infirmary",
        "hospital-ward", "emergency-department", "accident-and-emergency", "a-and-e", "a-e", "ae", "ed",
        "walk-in-centre",
        "childrens-home", "residential-home", "residential-unit", "care-home", "youth-club", "youth-centre",
        "youth-hub", "community-centre", "childrens-centre", "family-centre", "family-hub", "library", "leisure-centre",
        "sports-centre", "sports-club", "sports-hall", "sports-ground", "football-club", "gym", "swimming-pool",
        "swimming-baths", "cinema", "theatre", "park", "public-park", "playground", "recreation-ground",
        "playing-field", "playing-fields", "beach", "shop", "shops", "supermarket", "superstore", "department-store",
        "shopping-centre", "shopping-mall", "shopping-precinct", "mall", "retail-park", "market", "high-street",
        "town-centre", "city-centre", "post-office", "bank", "station", "railway-station", "train-station",
        "tube-station", "underground-station", "metro-station", "bus-station", "coach-station", "interchange",
        "bus-stop", "tram-stop", "airport", "police-station", "custody-suite", "fire-station", "court",
        "council-office", "council-offices", "social-services-office", "civic-centre", "town-hall", "job-centre",
        "jobcentre", "church", "mosque", "temple", "synagogue", "gurdwara", "place-of-worship", "museum", "public",
        "public-place",
    ]
}
