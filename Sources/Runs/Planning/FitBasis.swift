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

    /// The hours that can set a month's demand, whatever is taken of some options; nil where demand costs nothing.
    ///
    /// Months alone do not tell demand, so a site is fitted to them only where none is paid for.
    func peaks(under options: [RetrofitOption], _ tariff: Tariff?) -> DemandPeaks? {
        guard tariff?.demand != nil, case .hours(let fit, let journal) = self else { return nil }
        let most = fit.chain.savings(options.flatMap(\.highActions))
        return DemandPeaks(of: fit, in: journal, most: most)
    }

    /// The books as savings would leave them.
    func book(after savings: PowerChain.Savings) throws -> ChangedBook {
        switch self {
        case .hours(let fit, let journal): .journal(try fit.journal(journal, after: savings))
        case .months(let fit): .closing(fit.closing(after: savings))
        }
    }
}
