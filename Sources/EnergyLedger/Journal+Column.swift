import Metering

extension Journal.Column {
    /// Adds what is estimated of a slot to what is measured of it.
    mutating func add(_ estimate: Estimate, to slot: Int) {
        if states[slot] & LoadProfile.estimated != 0 { mixedEstimates.insert(slot) }
        amounts[slot] += estimate.amount
        states[slot] |= LoadProfile.present | LoadProfile.estimated | Self.filled
        estimates[slot] = estimate
    }

    /// What of all amounts is estimated, at most what is booked: what was filled in; and of a slot in which
    /// a file calls a reading an estimate, all, because a reading's share of a slot is not kept.
    var estimatedAmount: Int128 {
        guard states.contains(where: { $0 & LoadProfile.estimated != 0 }) else { return 0 }
        var sum: Int128 = 0
        for slot in states.indices where states[slot] & LoadProfile.estimated != 0 {
            let filled = mixedEstimates.contains(slot) ? nil : estimates[slot]?.amount
            sum += Int128(max(0, min(filled ?? .max, amounts[slot])))
        }
        return sum
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
