public import EnergyLedger
public import Quantities

/// A plan for very many sites (群体方案): one package each, chosen as for few, but of each site only what the choice
/// needs is held.
public struct FleetPlan: Sendable {
    /// One site on the way to its plan.
    public struct Member: Sendable {
        /// The site.
        public let siteID: String
        /// What it is.
        public let kind: Site.Kind
        /// Where it is.
        public let region: String
        /// The names of its candidates, in the order of their bits.
        let candidates: [String]
        /// Those that are ordered by a date.
        let ordered: PackageMask
        let choices: SiteChoices

        /// Makes a member of a table; the table itself is let go.
        public init(_ site: Site, _ table: PackageTable, _ request: PlanRequest) {
            siteID = site.id
            kind = site.kind
            region = site.region
            candidates = table.candidates.map(\.id)
            ordered = table.candidates.indices.reduce(0) {
                table.candidates[$1].requiredBy == nil ? $0 : $0 | (1 << PackageMask($1))
            }
            choices = SiteChoices(site.id, table, request)
        }

        /// The names of a package's measures, sorted.
        func names(of mask: PackageMask) -> [String] {
            candidates.indices.filter { mask & (1 << PackageMask($0)) != 0 }.map { candidates[$0] }
        }
    }

    /// What is planned at one site.
    public struct Line: Sendable {
        /// The site.
        public let siteID: String
        /// What it is.
        public let kind: Site.Kind
        /// Where it is.
        public let region: String
        /// The measures by name, what must be done included.
        public let measures: [String]
        /// Of those, what must be done.
        public let mustDo: [String]
        /// The package.
        public let package: PackageTable.Package
        /// Paid beside what must be done.
        public let freeCapital: Money
        /// Net present value of what must be done.
        public let mustDoWorth: Money
        /// Why.
        public let reasons: [Reason]

        /// What sites of one archetype share in a plan: kind, province, measures.
        public var archetype: Archetype {
            Archetype(kind: kind, region: region, measures: measures)
        }
    }

    /// Sites of one kind in one province with the same measures (原型).
    public struct Archetype: Hashable, Sendable {
        /// The kind.
        public let kind: Site.Kind
        /// The province.
        public let region: String
        /// The measures.
        public let measures: [String]
    }

    /// Sums over sites.
    public struct Sums: Sendable {
        /// How many sites.
        public private(set) var sites = 0
        /// Paid once.
        public private(set) var capital = Money.zero
        /// What the first year brings, costs taken off.
        public private(set) var annualNet = Money.zero
        /// Net present value.
        public private(set) var netPresentValue = Money.zero
        /// Bought energy saved in the first year [J].
        public private(set) var savedJoules: Int64 = 0
        /// The surcharge that is not paid in the first year; nil where no site pays one.
        public private(set) var avoidedSurcharge: Money?

        /// Starts at nothing.
        public init() {}

        /// Adds a package.
        public mutating func add(_ package: PackageTable.Package) {
            sites += 1
            capital += package.capital
            annualNet += package.annualNet
            netPresentValue += package.netPresentValue
            savedJoules += package.savedJoules
            if let avoided = package.surcharge?.avoided {
                avoidedSurcharge = (avoidedSurcharge ?? .zero) + avoided
            }
        }
    }

    /// Sites with something planned, those that bring most first, ties by name.
    public let lines: [Line]
    /// How many sites were planned for.
    public let siteCount: Int
    /// What was asked.
    public let request: PlanRequest
    /// Sites that have a target to reach and do not reach it.
    public let missingTarget: [String]
    /// Tells that a plan keeps the limits.
    public let isFeasible: Bool
    /// Tells that it is known whether a plan keeps the limits: one was found, or the search was complete.
    public let isDecided: Bool
    /// Net present value beside what must be done.
    public let netPresentValue: Money
    /// No plan that keeps the limits is worth more than this.
    public let bound: Money
    /// Outlay beside what must be done.
    public let freeCapital: Money
    /// What each budget buys.
    public let frontier: Frontier

    /// Chooses. Members in another order give the same plan.
    public init(_ members: [Member], request: PlanRequest) {
        let members = members.sorted { $0.siteID < $1.siteID }
        let choices = members.map(\.choices)
        let chosen = ChosenPackages(choices, request)
        self.request = request
        siteCount = members.count
        missingTarget = chosen.missingTarget
        isFeasible = chosen.isFeasible
        isDecided = chosen.isDecided
        netPresentValue = chosen.netPresentValue
        bound = chosen.bound
        freeCapital = zip(choices, chosen.packages).reduce(.zero) {
            $0 + $1.1.capital - $1.0.baseCapital
        }
        frontier = Frontier(of: choices.map(\.packages))
        lines = zip(members, chosen.packages).compactMap { member, package in
            package.mask == 0 ? nil : Line(member, package)
        }.sorted {
            let (left, right) = ($0.package.netPresentValue, $1.package.netPresentValue)
            return left == right ? $0.siteID < $1.siteID : left > right
        }
    }

    /// What the archetypes of the plan sum to, those that bring most first.
    public var archetypes: [(archetype: Archetype, sums: Sums)] {
        var sums: [Archetype: Sums] = [:]
        for line in lines { sums[line.archetype, default: Sums()].add(line.package) }
        return sums.sorted { left, right in
            let (one, other) = (left.value.netPresentValue, right.value.netPresentValue)
            if one != other { return one > other }
            return (
                left.key.kind.rawValue, left.key.region, left.key.measures.joined(separator: ";")
            )
                < (
                    right.key.kind.rawValue, right.key.region,
                    right.key.measures.joined(separator: ";")
                )
        }.map { ($0.key, $0.value) }
    }
}

extension FleetPlan.Line {
    init(_ member: FleetPlan.Member, _ package: PackageTable.Package) {
        let choices = member.choices
        siteID = member.siteID
        kind = member.kind
        region = member.region
        measures = member.names(of: package.mask)
        mustDo = member.names(of: package.mask & choices.base)
        self.package = package
        freeCapital = package.capital - choices.baseCapital
        mustDoWorth = Money(hundredths: choices.baseWorth)
        var reasons: [Reason] = []
        if choices.base & ~member.ordered != 0 { reasons.append(.legalGate) }
        if choices.base & member.ordered != 0 { reasons.append(.orderedByDate) }
        if choices.isNeeded(package) { reasons.append(.reachesTarget) }
        if let today = choices.stepToday, let after = package.surcharge?.step, after < today {
            reasons.append(.avoidsSurcharge)
        }
        if package.netPresentValue.hundredths > choices.baseWorth { reasons.append(.paysBack) }
        self.reasons = reasons.isEmpty ? [.belongsToPackage] : reasons
    }
}
