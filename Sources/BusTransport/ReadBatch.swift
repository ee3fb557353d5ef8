import BusProtocol

/// A batch that has left the waiting room and is being read.
struct ReadBatch {
    let arrivals: [Arrival]
    let reading: Task<Storing, Never>
}
