public import EnergyLedger
import Metering
public import Quantities

/// A power chain fitted to the closing of a site whose hours are all alike (按月结拟合的链路): what a package leaves is
/// told from months, to the joule as from hours.
///
/// That is so where the grid alone supplies the site, each link has one line, and the hours of a bin that take
/// part know the same. Then the saving of a bin falls on one stretch, whichever hours it falls on.
public struct ClosedFit: Sendable {
    /// The chain.
    public let chain: PowerChain
    private let closing: Closing
    /// The stretch of each bin that takes part; nil where none does.
    private let placeOfBin: [Int?]

    /// Kinds of site of which no indicator asks for the highest hour.
    private static let kinds: Set<Site.Kind> = [.telecomRoom, .baseStation]

    /// Fits a chain; nil where only the hours tell.
    ///
    /// - Parameter closing: Closed by the bands of the tariff, unless each month has one price.
    public init?(
        of closing: Closing, months: [Period], tariff: Tariff?, stated: StatedChain
    ) {
        let lines = closing.lines
        guard Self.kinds.contains(closing.site.kind), !closing.isSupplyDerived,
            lines.count(where: { $0.account.side == .supply }) == 1,
            lines.contains(where: { $0.account == .gridImport }),
            EndUse.allCases.allSatisfy({ endUse in
                lines.count { endUse.accounts.contains($0.account) } <= 1
            }),
            let open = lines.last(where: { $0.account == .unallocated })
        else { return nil }
        // How a metered loss follows its load is found from hours.
        let hasLoss = lines.contains { $0.account == .upsLoss }
        guard !hasLoss || stated.following(.conversionLoss) != nil else { return nil }
        let places = ClosingPlaces(closing: closing)
        let part = TakingPart(of: places)
        let bins = ChainBins(
            months: months, bands: tariff?.bands ?? [.flat], isParted: part.leftOut != nil)
        let binOfPlace = bins.parted(
            Self.bins(of: closing, bins, tariff), leavingOut: part.leftOut)
        let work = Fitting(
            places, where: part.base, binOfPlace: binOfPlace, bins: bins, stated: stated)
        var placeOfBin = [Int?](repeating: nil, count: bins.count)
        for place in binOfPlace.indices where part.base[place] {
            guard placeOfBin[binOfPlace[place]] == nil, open.amounts[place] >= 0 else { return nil }
            placeOfBin[binOfPlace[place]] = place
        }
        chain = PowerChain(bins: bins, links: work.links)
        self.closing = closing
        self.placeOfBin = placeOfBin
    }

    /// The bin of each stretch.
    private static func bins(of closing: Closing, _ bins: ChainBins, _ tariff: Tariff?) -> [Int] {
        let all = Tariff.Band.allCases
        return bins.months.indices.flatMap { month in
            closing.stretches(of: bins.months[month]).map { stretch in
                guard let tariff else { return month * bins.bands.count }
                let schedule = tariff.schedule(
                    ofMonth: bins.months[month].start.components.month)
                let band =
                    tariff.isByMonth ? schedule.bandOfHour[0] : all[Int(closing.marks[stretch])]
                return month * bins.bands.count + (bins.bands.firstIndex(of: band) ?? 0)
            }
        }
    }

    /// The closing as a package would leave it.
    public func closing(after savings: PowerChain.Savings) -> Closing {
        var amounts: [Int: [Int64]] = [:]
        func take(_ saved: [Int64], from line: Int) {
            var left = amounts[line] ?? closing.lines[line].amounts
            for (bin, joules) in saved.enumerated() where joules > 0 {
                if let place = placeOfBin[bin] { left[place] -= joules }
            }
            amounts[line] = left
        }
        let grid = closing.lines.firstIndex { $0.account == .gridImport }
        for (endUse, saved) in savings.links {
            guard let link = chain.links[endUse] else { continue }
            if let grid { take(saved, from: grid) }
            // What no meter explains has no line of use: only the supply falls, and the remainder with it.
            if link.account == .unallocated { continue }
            let line = closing.lines.firstIndex { endUse.accounts.contains($0.account) }
            if let line { take(saved, from: line) }
        }
        return closing.changing(amounts)
    }
}

extension Tariff {
    /// A mark for each slot of some time on a clock: the number of its band among all bands. Empty where every
    /// month has one price, for then no hour need be known.
    public func marks(
        over interval: Interval, slotSeconds: Int64, in calendar: LocalCalendar
    ) -> [UInt8] {
        guard !isByMonth else { return [] }
        let numbers = Dictionary(uniqueKeysWithValues: zip(Band.allCases, UInt8(0)...))
        return stride(from: interval.start, to: interval.end, by: Int64.Stride(slotSeconds)).map {
            numbers[band(at: $0, in: calendar)] ?? 0
        }
    }

    /// Which bands which hours have, as text: closings that were kept by it are void under another.
    public var markBasis: String {
        guard !isByMonth else { return "" }
        return (1...12).map { month in
            schedule(ofMonth: month).bandOfHour.map(\.rawValue).joined(separator: ",")
        }.joined(separator: ";")
    }
}
