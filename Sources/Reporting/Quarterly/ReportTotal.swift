public import Provenance
public import Quantities

/// A quantity that may be summed over sites (可加量): whole joules, milligrams, millilitres.
public protocol ExtensiveQuantity: Hashable, Sendable {
    /// The amount in the quantity's whole unit.
    var whole: Int64 { get }
    /// Makes an amount of whole units.
    init(whole: Int64)
    /// The amount as it is printed: kWh, kg or m3.
    var text: String { get }
}

extension Energy: ExtensiveQuantity {
    /// The energy [J].
    public var whole: Int64 { joules }
    /// Makes an energy of whole joules.
    public init(whole: Int64) { self.init(joules: whole) }
    /// The energy as kWh with nine places, half to even.
    public var text: String { kilowattHoursText }
}

extension EmissionMass: ExtensiveQuantity {
    /// The mass [mg].
    public var whole: Int64 { milligrams }
    /// Makes a mass of whole milligrams.
    public init(whole: Int64) { self.init(milligrams: whole) }
    /// The mass as kg with six places, exact.
    public var text: String { kilogramsText }
}

extension Volume: ExtensiveQuantity {
    /// The volume [mL].
    public var whole: Int64 { millilitres }
    /// Makes a volume of whole millilitres.
    public init(whole: Int64) { self.init(millilitres: whole) }
    /// The volume as m3 with six places, exact.
    public var text: String { cubicMetresText }
}

/// A sum over the sites of a group (合计) that says how many of them stand behind it.
///
/// A site that lacks the figure makes the total absent, never smaller: `total` is there only where
/// every site has the figure; `known` is the sum of those that have it and must be printed with its
/// count.
public struct ReportTotal<Quantity: ExtensiveQuantity>: Hashable, Sendable {
    /// The sum over the sites that have the figure; zero where none has.
    public let sum: Quantity
    /// How many sites have it.
    public let sites: Int
    /// How many sites lack it.
    public let missing: Int
    /// Why the first of these lacks it; nil where none does.
    public let reason: BilingualText?

    /// Makes a sum of parts.
    public init(sum: Quantity, sites: Int, missing: Int, reason: BilingualText? = nil) {
        self.sum = sum
        self.sites = sites
        self.missing = missing
        self.reason = reason
    }

    /// The figure of one site; nil is lacking, with the reason why.
    public init(of site: Quantity?, reason: BilingualText? = nil) {
        self.init(
            sum: site ?? Quantity(whole: 0), sites: site == nil ? 0 : 1,
            missing: site == nil ? 1 : 0, reason: site == nil ? reason : nil)
    }

    /// The sum over every site; nil where a site lacks it or there is none.
    public var total: Quantity? { sites > 0 && missing == 0 ? sum : nil }

    /// The sum over the sites that have it; nil where none has.
    public var known: Quantity? { sites > 0 ? sum : nil }

    /// The sum of sums; traps on overflow.
    public static func sum(_ parts: [ReportTotal]) -> ReportTotal {
        ReportTotal(
            sum: Quantity(whole: parts.reduce(0) { $0 + $1.sum.whole }),
            sites: parts.reduce(0) { $0 + $1.sites }, missing: parts.reduce(0) { $0 + $1.missing },
            reason: parts.lazy.compactMap(\.reason).first)
    }
}
