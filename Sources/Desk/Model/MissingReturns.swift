import SafeguardingModel

/// The returns from missing episodes and the interviews that followed, in order, so that the numbers are counted
/// without reading every chronology.
struct MissingReturns {
    struct Return: Hashable, Sendable {
        var record: RecordKey
        var episode: String
        var at: Instant
    }

    private(set) var returns: [Return] = []
    private(set) var interviews: [String: [Return]] = [:]

    mutating func add(_ event: Event, of record: RecordKey) {
        guard !record.exercise else { return }
        switch event.kind {
        case .missingFound:
            guard let episode = event.fields.value(.episode) else { return }
            returns.append(Return(record: record, episode: episode, at: event.occurred.latest))
        case .returnInterviewCompleted:
            for episode in event.fields.values(.episodes) {
                interviews[episode, default: []].append(
                    Return(record: record, episode: episode, at: event.occurred.earliest)
                )
            }
        default: break
        }
    }
}
