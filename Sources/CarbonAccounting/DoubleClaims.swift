import Provenance
import Quantities

/// Certificates that stand in two lots, or in a lot and a release of another year (一证多用).
///
/// A certificate carries one claim, ever: whatever the site, the year, the kind of transaction or the version. So all
/// lots of a table are compared, not only those of one year. Of two lots the one whose certificates went to a stranger
/// stands, else the one cancelled first, else the one whose name comes first; the other is refused.
struct DoubleClaims {
    /// Why a lot is refused, by its name.
    let refusals: [String: InstrumentRefusal]

    /// Who issues certificates and numbers them (证书登记系统).
    ///
    /// Green-power trade in China hands on the same certificates that are sold alone. Own use, a line, a contract or a
    /// supplier's product can rest on certificates of any registry, for the table does not say which: their numbers
    /// are held against those of every one.
    private enum Registry: CaseIterable {
        case gec, irec, go, rec, granular

        func numbers(_ kind: Instrument.Kind) -> Bool {
            switch kind {
            case .gec, .greenTrade: self == .gec
            case .irec: self == .irec
            case .go: self == .go
            case .rec: self == .rec
            case .granular: self == .granular
            case .selfUse, .directLine, .ppa, .supplierRate: true
            }
        }
    }

    private struct Entry {
        let lot: Instrument
        let serials: SerialRange
        let isElsewhere: Bool

        /// Tells whether the claim of one stands against that of another.
        func stands(against other: Entry) -> Bool {
            let never = CivilDate(dayNumber: Int64.max / 2)
            return (isElsewhere ? 0 : 1, lot.cancelledOn ?? never, lot.id)
                < (other.isElsewhere ? 0 : 1, other.lot.cancelledOn ?? never, other.lot.id)
        }
    }

    /// Compares all lots of a table with each other and with what releases used.
    ///
    /// - Parameter isElsewhere: Tells whether a lot says itself that its certificates went to a stranger.
    init(
        of lots: [Instrument], spent: [LotChecker.SpentClaim],
        isElsewhere: (Instrument) -> Bool
    ) {
        var refusals: [String: InstrumentRefusal] = [:]
        func refuse(_ lot: Instrument, by other: String, _ year: Int) {
            guard refusals[lot.id] == nil else { return }
            let name = LotChecker.shown(other) + (year == lot.year ? "" : " (\(year))")
            refusals[lot.id] = InstrumentRefusal(
                .doubleClaim, .soleClaim,
                BilingualText(
                    "its certificates are claimed by \(name) as well", zh: "其凭证已被 \(name) 使用"))
        }
        let years = Dictionary(grouping: spent, by: \.instrumentID).mapValues {
            Set($0.map(\.year))
        }
        for lot in lots {
            let others = (years[lot.id] ?? []).subtracting([lot.year])
            if let year = others.min() { refuse(lot, by: lot.id, year) }
        }
        let entries = lots.compactMap { lot in
            lot.serials.map { Entry(lot: lot, serials: $0, isElsewhere: isElsewhere(lot)) }
        }
        for registry in Registry.allCases where !entries.isEmpty {
            let used = SpentNumbers(of: spent.filter { registry.numbers($0.kind) })
            for entry in entries where registry.numbers(entry.lot.kind) {
                if let claim = used.claim(on: entry.serials, otherThanOf: entry.lot.year) {
                    refuse(entry.lot, by: claim.instrumentID, claim.year)
                }
            }
            // What was refused claims nothing.
            let open = entries.filter {
                registry.numbers($0.lot.kind) && refusals[$0.lot.id] == nil
            }
            for entries in Dictionary(grouping: open, by: \.serials.prefix).values {
                for (refused, other) in Self.overlaps(of: entries) {
                    refuse(refused, by: other.id, other.year)
                }
            }
        }
        self.refusals = refusals
    }

    /// The lots behind one text that must give way, each with the one that stands.
    private static func overlaps(
        of entries: [Entry]
    ) -> [(refused: Instrument, other: Instrument)] {
        // Sorted by their first number, a lot can only meet the one that reaches furthest so far.
        let sorted = entries.sorted {
            ($0.serials.first, $0.serials.last, $0.lot.id)
                < ($1.serials.first, $1.serials.last, $1.lot.id)
        }
        var refused: [(refused: Instrument, other: Instrument)] = []
        var furthest: Entry?
        for entry in sorted {
            guard let reach = furthest, entry.serials.overlaps(reach.serials) else {
                furthest = entry
                continue
            }
            // What was refused claims nothing, so only the other one can be met again.
            if reach.stands(against: entry) {
                refused.append((entry.lot, reach.lot))
            } else {
                refused.append((reach.lot, entry.lot))
                furthest = entry
            }
        }
        return refused
    }
}

/// The numbers that releases used, by the text before them and the year (已使用编号).
private struct SpentNumbers {
    private struct Key: Hashable {
        let prefix: String
        let year: Int
    }

    /// The claims of one year, sorted by their first number, each with the one that reaches furthest up to it.
    private let claims: [Key: [(first: Int128, reach: Int128, furthest: LotChecker.SpentClaim)]]
    private let years: [Int]

    init(of spent: [LotChecker.SpentClaim]) {
        let numbered = spent.compactMap { claim in claim.serials.map { (claim, $0) } }
        years = Set(numbered.map(\.0.year)).sorted()
        claims = Dictionary(grouping: numbered) { Key(prefix: $0.1.prefix, year: $0.0.year) }
            .mapValues { entries in
                var reached: [(Int128, Int128, LotChecker.SpentClaim)] = []
                for (claim, serials) in entries.sorted(by: {
                    ($0.1.first, $0.1.last, $0.0.instrumentID)
                        < ($1.1.first, $1.1.last, $1.0.instrumentID)
                }) {
                    if let before = reached.last, before.1 >= serials.last {
                        reached.append((serials.first, before.1, before.2))
                    } else {
                        reached.append((serials.first, serials.last, claim))
                    }
                }
                return reached
            }
    }

    /// A claim of another year on any of some numbers.
    func claim(on serials: SerialRange, otherThanOf year: Int) -> LotChecker.SpentClaim? {
        years.lazy.filter { $0 != year }.compactMap { other -> LotChecker.SpentClaim? in
            guard let list = claims[Key(prefix: serials.prefix, year: other)] else { return nil }
            // Of those that begin by the last number, the one that reaches furthest.
            let next = list.bisected { serials.last < $0.first }
            guard next > 0, list[next - 1].reach >= serials.first else { return nil }
            return list[next - 1].furthest
        }.first
    }
}
