import Metering

extension Journal.Column {
    /// Adds what is estimated of a slot to what is measured of it.
    mutating func add(_ estimate: Estimate, to slot: Int) {
        amounts[slot] += estimate.amount
        states[slot] |= LoadProfile.present | LoadProfile.estimated | Self.filled
        estimates[slot] = estimate
    }

    /// From an instant on a meter that is out of service for good counts zero and owes nothing more.
    mutating func rest(
        since: Int64, from start: Int64, _ load: MeterLoad, slotSeconds: Int64
    ) {
        for slot in states.indices where states[slot] & Self.owed != 0 {
            let begin = start + Int64(slot) * slotSeconds
            guard begin + slotSeconds > since else { continue }
            // Of the slot in which it begins the time before must be read.
            let before = load.own.coveredSeconds(at: begin)
            if max(0, since - begin) <= before {
                states[slot] |= LoadProfile.present | Self.covered
            }
        }
    }
}
