import EnergyLedger
import Metering
import Quantities

/// The work of fitting a chain (链路拟合过程), the same on slots and on stretches.
///
/// What is stated as a share is taken of the sum of a bin and rounded down there, so that a chain is the same
/// from stretches as from slots.
struct Fitting<Places: ChainPlaces> {
    private(set) var links: [EndUse: PowerChain.Link] = [:]
    /// The places that take part, for each link.
    private(set) var masks: [EndUse: [Bool]] = [:]
    private(set) var fitted: Set<EndUse> = []
    private let base: [Bool]
    /// The energy of each link in each place [J], as far as it can be told place by place.
    private(set) var amounts: [EndUse: [Int64]] = [:]

    private let places: Places
    private let binOfPlace: [Int]
    private let bins: ChainBins
    /// What no meter explains, as far as it is not stated yet, by place and by bin.
    private var open: [Int64]
    private var openOfBin: [Int64] = []

    init(
        _ places: Places, where base: [Bool], binOfPlace: [Int], bins: ChainBins,
        stated: StatedChain
    ) {
        self.places = places
        self.base = base
        self.binOfPlace = binOfPlace
        self.bins = bins
        open = places.amounts(of: [.unallocated]).map { max(0, $0) }
        openOfBin = sums(of: open, where: base)
        addMetered(stated)
        addUnmetered(stated)
        respond(stated)
    }

    /// Amounts of places summed by bin.
    private func sums(of amounts: [Int64], where mask: [Bool]) -> [Int64] {
        var sums = Array(repeating: Int64(0), count: bins.count)
        for place in amounts.indices where mask[place] {
            sums[binOfPlace[place]] += amounts[place]
        }
        return sums
    }

    private mutating func addMetered(_ stated: StatedChain) {
        for endUse in EndUse.allCases where !endUse.isPartOfCooling {
            guard let account = places.meteredAccount(among: endUse.accounts) else { continue }
            let hours = places.covered(by: endUse.accounts)
            let mask = zip(base, hours).map { $0 && $1 }
            let amounts = places.amounts(of: endUse.accounts).map { max(0, $0) }
            let energies = sums(of: amounts, where: mask)
            if endUse == .cooling {
                addCooling(amounts, energies, mask, stated)
            } else {
                add(endUse, amounts, energies, mask, account, .metered)
            }
        }
    }

    /// Splits metered cooling by the stated shares; what is not stated stays whole.
    private mutating func addCooling(
        _ amounts: [Int64], _ energies: [Int64], _ mask: [Bool], _ stated: StatedChain
    ) {
        var (rest, restOfBin) = (amounts, energies)
        for (fact, endUse) in StatedChain.Fact.partsOfCooling {
            guard let share = stated.shares[fact], share > .none, links[endUse] == nil else {
                continue
            }
            let part = amounts.map(share.part(of:))
            let partOfBin = energies.map(share.part(of:))
            rest = zip(rest, part).map { $0 - $1 }
            restOfBin = zip(restOfBin, partOfBin).map { $0 - $1 }
            add(endUse, part, partOfBin, mask, .cooling, .stated)
        }
        add(.cooling, rest, restOfBin, mask, .cooling, .metered)
    }

    /// Takes links without a meter out of what no meter explains.
    private mutating func addUnmetered(_ stated: StatedChain) {
        if let efficiency = stated.shares[.conversionEfficiency], links[.conversionLoss] == nil,
            let it = amounts[.it], let itOfBin = links[.it]?.energies, let mask = masks[.it]
        {
            // T (1/n - 1), rounded down, and never more than what is open.
            func loss(_ throughput: Int64, _ open: Int64) -> Int64 {
                let loss =
                    Int128(throughput) * Int128(efficiency.rest.billionths)
                    / Int128(efficiency.billionths)
                return Int64(min(loss, Int128(open)))
            }
            let lost = it.indices.map { loss(it[$0], open[$0]) }
            let lostOfBin = itOfBin.indices.map { loss(itOfBin[$0], openOfBin[$0]) }
            open = zip(open, lost).map { $0 - $1 }
            openOfBin = zip(openOfBin, lostOfBin).map { $0 - $1 }
            add(.conversionLoss, lost, lostOfBin, mask, .unallocated, .stated)
        }
        let (whole, wholeOfBin) = (open, openOfBin)
        for (fact, endUse) in StatedChain.Fact.partsOfUnallocated {
            guard let share = stated.shares[fact], share > .none, links[endUse] == nil else {
                continue
            }
            add(
                endUse, whole.map(share.part(of:)), wholeOfBin.map(share.part(of:)), base,
                .unallocated, .stated)
        }
    }

    private mutating func add(
        _ endUse: EndUse, _ amounts: [Int64], _ energies: [Int64], _ mask: [Bool],
        _ account: Account, _ basis: PowerChain.Basis
    ) {
        self.amounts[endUse] = amounts
        masks[endUse] = mask
        links[endUse] = PowerChain.Link(energies: energies, account: account, basis: basis)
    }

    /// How much of each link follows the load: as stated; for the loss of a conversion that is metered,
    /// by regression over slots; else nothing, which is the low end.
    private mutating func respond(_ stated: StatedChain) {
        for (endUse, link) in links where endUse.followsLoad {
            var following = stated.following(endUse)
            if following == nil, endUse == .conversionLoss, link.basis == .metered,
                let loss = amounts[endUse], let load = amounts[.it], let mask = masks[endUse],
                let itMask = masks[.it]
            {
                let both = zip(mask, itMask).map { $0 && $1 }
                following = LoadResponse.share(of: loss, following: load, where: both)
                if following != nil { fitted.insert(endUse) }
            }
            guard let following, following > .none else { continue }
            links[endUse] = PowerChain.Link(
                energies: link.energies, account: link.account, following: following,
                basis: link.basis)
        }
    }
}

/// How a loss follows its load (负荷响应): least squares over hours, an estimate.
enum LoadResponse {
    /// The slope times the mean load over the mean loss, between 0 and 1, rounded down to a billionth; nil when
    /// fewer than 168 hours take part or the load explains less than half of the variance.
    static func share(of loss: [Int64], following load: [Int64], where mask: [Bool]) -> Share? {
        // Kilojoules: sums of squares over a year of hours stay far inside 128 bits.
        let hours = loss.indices.filter { mask[$0] }
        guard hours.count >= 168 else { return nil }
        let count = Int128(hours.count)
        var (x, y, xx, xy, yy) = (Int128(0), Int128(0), Int128(0), Int128(0), Int128(0))
        for slot in hours {
            let (a, b) = (Int128(load[slot] / 1_000), Int128(loss[slot] / 1_000))
            x += a
            y += b
            xx += a * a
            xy += a * b
            yy += b * b
        }
        let (covariance, variance) = (count * xy - x * y, count * xx - x * x)
        let other = count * yy - y * y
        guard covariance > 0, variance > 0, other > 0, y > 0 else { return nil }
        let explained = Double(covariance) / Double(variance) * Double(covariance) / Double(other)
        guard explained >= 0.5 else { return nil }
        // slope x mean load / mean loss = covariance x / (variance y), shortened to fit 128 bits
        let (above, below) = (
            covariance / 1_000_000 * (x / 1_000), variance / 1_000_000 * (y / 1_000)
        )
        guard below > 1_000_000_000 else { return nil }
        return Share(billionths: Int64(min(1_000_000_000, above / (below / 1_000_000_000))))
    }
}
