/// What a battery holds and what of it is carbon-free (储能绿电台账), as one mixture.
///
/// Of what comes out the share is carbon-free that is so of all that it holds, rounded down.
struct StorageLedger {
    private var stored = Int128(0)
    private var clean = Int128(0)

    /// Takes in energy [J], a part of it carbon-free.
    mutating func charge(_ energy: Int128, clean part: Int128) {
        stored += energy
        clean += part
    }

    /// Gives out energy [J], at most what it holds.
    ///
    /// - Returns: All of it, and what of it is carbon-free.
    mutating func discharge(_ energy: Int64) -> (energy: Int128, clean: Int128) {
        let out = min(Int128(energy), stored)
        guard out > 0 else { return (0, 0) }
        let part = clean * out / stored
        stored -= out
        clean -= part
        return (out, part)
    }

    /// Carbon-free energy that a battery hands on in each hour [J], its losses taken off.
    ///
    /// No meter tells what a battery holds, so it is not known when its losses occur, nor what is in it at the end.
    /// Two ledgers stand for the ends of what may be: one in which nothing is lost until it would have to come out, and
    /// one in which every charge loses at once the share of all charges that never came out (as the storage efficiency
    /// of granular certificates is made from input and output over an interval). What is handed on is the smaller, so
    /// losses never make a charge from the grid carbon-free. A loss that is found late is taken off early; what was in
    /// the battery before the first hour is of unknown origin and not carbon-free.
    ///
    /// - Parameters:
    ///   - charge: Energy into the battery [J].
    ///   - clean: What of it is carbon-free [J].
    ///   - discharge: Energy out of it [J].
    static func handedOn(charge: [Int64], clean: [Int64], discharge: [Int64]) -> [Int64] {
        var lossless = StorageLedger()
        var (charged, returned) = (Int128(0), Int128(0))
        let most = charge.indices.map { hour in
            lossless.charge(Int128(charge[hour]), clean: Int128(clean[hour]))
            let out = lossless.discharge(discharge[hour])
            charged += Int128(charge[hour])
            returned += out.energy
            return out.clean
        }
        guard charged > 0 else { return discharge.map { _ in 0 } }
        // All that a site takes in some time fits 64 bits, so products of two such sums fit 128.
        var lossy = StorageLedger()
        return charge.indices.map { hour in
            let whole = Int128(charge[hour]) * returned
            // The whole is rounded up and the part down, so that no rounding is in its favour.
            lossy.charge(
                (whole + charged - 1) / charged, clean: Int128(clean[hour]) * returned / charged)
            return Int64(min(most[hour], lossy.discharge(discharge[hour]).clean))
        }
    }
}
