import SafeguardingModel

extension EventParser {
    /// Reads when it happened, as precisely as the sender knows.
    ///
    /// A day is a day of the United Kingdom's calendar.
    func occurrence(_ index: Int, precision: Int) throws(EventError) -> Occurrence {
        let isDay = try isDay(precision)
        guard tape.mark(index) == Tape.Mark.string else { throw badTime(index, orDay: isDay) }
        if let instant = TimeText.instant(tape.text(index)) {
            return isDay ? Occurrence(startOfDay(of: instant), precision: .day) : Occurrence(instant)
        }
        guard isDay, let day = TimeText.day(tape.text(index)) else { throw badTime(index, orDay: isDay) }
        return Occurrence(Zone.london.startOfDay(day), precision: .day)
    }

    /// Reads when it was written down; where that is absent, returns when it happened.
    func recorded(_ index: Int, _ occurred: Occurrence) throws(EventError) -> Instant {
        if index == 0 { return occurred.earliest }
        let isDay = occurred.precision == .day
        guard tape.mark(index) == Tape.Mark.string else { throw badTime(index, orDay: isDay) }
        if let instant = TimeText.instant(tape.text(index)) { return instant }
        guard isDay, let day = TimeText.day(tape.text(index)) else { throw badTime(index, orDay: isDay) }
        return Zone.london.startOfDay(day)
    }

    /// Reads a time inside `data`; once checked, it is kept as written.
    func moment(_ index: Int, _ meaning: @autoclosure () -> String) throws(EventError) -> String {
        let isTime = tape.mark(index) == Tape.Mark.string && TimeText.isMoment(tape.text(index).trimmed)
        guard isTime else {
            throw fault(.badTime, at: index, "Expected \(meaning()): an RFC 3339 time with its offset, or YYYY-MM-DD.")
        }
        return String(decoding: tape.text(index).trimmed, as: UTF8.self)
    }

    /// Reads a day of the calendar; returns nil where the text is not a day.
    func day(_ index: Int) -> CivilDay? {
        tape.mark(index) == Tape.Mark.string ? TimeText.day(tape.text(index).trimmed) : nil
    }

    private func isDay(_ precision: Int) throws(EventError) -> Bool {
        guard precision != 0 else { return false }
        return try word(precision, of: ["second", "day"], "how exactly `time` is known") == "day"
    }

    private func startOfDay(of instant: Instant) -> Instant {
        Zone.london.startOfDay(Zone.london.day(of: instant))
    }

    private func badTime(_ index: Int, orDay: Bool) -> EventError {
        let expected =
            "Expected an RFC 3339 time with its offset, between 1900 and 2199, such as 2015-09-12T20:40:00+01:00"
        return fault(
            .badTime,
            at: index,
            orDay ? "\(expected), or a day." : "\(expected); a day needs precision \"day\"."
        )
    }
}
