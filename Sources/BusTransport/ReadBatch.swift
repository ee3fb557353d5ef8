import BusProtocol

/// A batch that is being read, or has been read and is not stored yet.
struct ReadBatch {
    let arrivals: [Arrival]
    let reading: Task<Storing, Never>
}
