import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import Retrofit

/// What a chain is fitted to at a site: its hours, or its months where they say the same (拟合依据).
enum FitBasis {
    case hours(ChainFit, Journal)
    case months(ClosedFit)

    var chain: PowerChain {
        switch self {
        case .hours(let fit, _): fit.chain
        case .months(let fit): fit.chain
        }
    }

    /// The length of an hour by which demand goes [s]; nil where months told.
    var slotSeconds: Int64? {
        if case .hours(_, let journal) = self { journal.slotSeconds } else { nil }
    }

    /// The hours that can set a month's demand, whatever is taken of some options; nil where demand costs nothing.
    ///
    /// Months alone do not tell demand, so a site is fitted to them only where none is paid for.
    func peaks(under options: [RetrofitOption], _ tariff: Tariff?) -> DemandPeaks? {
        guard tariff?.demand != nil, case .hours(let fit, let journal) = self else { return nil }
        let most = fit.chain.savings(options.flatMap(\.highActions))
        return DemandPeaks(of: fit, in: journal, most: most)
    }

    /// The books as some options would leave them.
    ///
    /// A site whose options change metered water is fitted to its hours; months change energy only.
    func book(after options: [RetrofitOption]) throws -> ChangedBook {
        let savings = chain.savings(options.flatMap(\.actions))
        switch self {
        case .hours(let fit, let journal):
            let water = options.reduce(Volume.zero) { $0 + ($1.annualWater ?? .zero) }
            return .journal(try fit.journal(journal, after: savings, water: water))
        case .months(let fit): return .closing(fit.closing(after: savings))
        }
    }
}
