import Metering
public import Quantities

/// A green-power instrument as one lot (绿色电力凭证批次): a line of `instruments.csv`.
///
/// A lot is an amount of generation with the right to say who used it. It is drawn down, never
/// below nothing, by consumption of its market and its claim year; what is left is surplus.
public struct Instrument: Hashable, Sendable {
    /// What kind of right it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
        /// China's green electricity certificate, stand-alone (绿证).
        case gec
        /// Electricity and certificate traded together (绿电交易).
        case greenTrade = "green_trade"
        /// Own generation used on the site (自发自用).
        case selfUse = "self_use"
        /// A dedicated line from the plant (绿电直连).
        case directLine = "direct_line"
        /// A power purchase agreement (购电协议).
        case ppa
        /// A supplier's rate for a delivered product (供电商产品因子).
        case supplierRate = "supplier_rate"
        /// An international certificate, I-REC.
        case irec
        /// A European guarantee of origin.
        case go
        /// A North American renewable energy certificate.
        case rec
        /// A granular certificate of at most an hour (逐小时凭证).
        case granular
    }

    /// Its name, unique in the table.
    public let id: String
    /// What kind of right it is.
    public let kind: Kind
    /// The one site it may serve; nil for all that it was cancelled for.
    public let siteID: String?
    /// The amount [J].
    public let quantity: Energy
    /// The first day of generation.
    public let generationStart: CivilDate
    /// The first day after it.
    public let generationEnd: CivilDate
    /// The kind of plant in the words of the table: `solar`, `wind`.
    public let technology: String?
    /// Where the plant stands, ISO 3166-2.
    public let region: String?
    /// The market it was issued in; nil when the region tells.
    public let market: String?
    /// The emission rate that it conveys; nil when the technology tells.
    public let factor: EmissionIntensity?
    /// The day it was cancelled, retired or redeemed (核销日期).
    public let cancelledOn: CivilDate?
    /// For whom: a site, a path of the organisation, or the organisation itself.
    public let cancelledFor: String?
    /// The contract.
    public let contract: String?
    /// The proof of settlement.
    public let settlement: String?
    /// The day the contract was signed.
    public let signedOn: CivilDate?
    /// The year of consumption it is claimed for; nil takes the year of generation.
    public let claimYear: Int?
    /// The serial numbers of its certificates.
    public let serials: SerialRange?
    /// Whether the certificate may be sold on; nil when not stated.
    public let isTradable: Bool?
    /// Whether the same generation was issued CCER carbon credits.
    public let hasCCER: Bool?
    /// The file with its generation by hour.
    public let profileFile: String?
    /// Tells that it was bought for the tenants of its site and covers their equipment first.
    public let isForTenants: Bool
    /// The document that proves it.
    public let evidence: String
    /// Its line in `instruments.csv`.
    public let line: Int

    /// Makes a lot of checked parts.
    public init(
        id: String, kind: Kind, siteID: String? = nil, quantity: Energy,
        generationStart: CivilDate, generationEnd: CivilDate, technology: String? = nil,
        region: String? = nil, market: String? = nil, factor: EmissionIntensity? = nil,
        cancelledOn: CivilDate? = nil, cancelledFor: String? = nil, contract: String? = nil,
        settlement: String? = nil, signedOn: CivilDate? = nil, claimYear: Int? = nil,
        serials: SerialRange? = nil, isTradable: Bool? = nil, hasCCER: Bool? = nil,
        profileFile: String? = nil, isForTenants: Bool = false, evidence: String, line: Int = 0
    ) {
        self.id = id
        self.kind = kind
        self.siteID = siteID
        self.quantity = quantity
        self.generationStart = generationStart
        self.generationEnd = generationEnd
        self.technology = technology
        self.region = region
        self.market = market
        self.factor = factor
        self.cancelledOn = cancelledOn
        self.cancelledFor = cancelledFor
        self.contract = contract
        self.settlement = settlement
        self.signedOn = signedOn
        self.claimYear = claimYear
        self.serials = serials
        self.isTradable = isTradable
        self.hasCCER = hasCCER
        self.profileFile = profileFile
        self.isForTenants = isForTenants
        self.evidence = evidence
        self.line = line
    }

    /// The year of consumption that it is claimed for.
    public var year: Int { claimYear ?? firstGenerationYear }

    /// The first year in which it was generated.
    public var firstGenerationYear: Int { generationStart.components.year }

    /// The last year in which it was generated.
    public var lastGenerationYear: Int { generationEnd.adding(days: -1).components.year }

    /// Tells whether its line is looked at in a year: it is claimed for it, or its delivery reaches into it from another
    /// year, so that it has to be split.
    public func concerns(_ year: Int) -> Bool {
        if self.year == year { return true }
        return kind.isSettled && firstGenerationYear < lastGenerationYear
            && (firstGenerationYear...lastGenerationYear).contains(year)
    }

    /// The emission rate that it conveys; nil when neither the lot nor its technology states one.
    public var rate: EmissionIntensity? {
        if let factor { return factor }
        guard let technology, Self.withoutDirectEmission.contains(technology) else { return nil }
        return EmissionIntensity(kilogramsPerKilowattHour: DecimalText(significand: 0, scale: 0))
    }

    /// Tells whether the plant uses a renewable source; nuclear power is none.
    public var isRenewable: Bool { technology.map(Self.renewable.contains) ?? false }

    /// Plants of renewable sources.
    public static let renewable: Set<String> = [
        "solar", "wind", "hydro", "geothermal", "ocean", "biomass", "csp",
    ]

    /// Plants without direct emission of CO2 in generation; biomass is not among them, for its CH4
    /// and N2O stay in scope, so a lot of it must state its factor.
    public static let withoutDirectEmission: Set<String> = [
        "solar", "wind", "hydro", "geothermal", "ocean", "csp", "nuclear",
    ]

    /// The technologies that a table may name.
    public static let technologies: [String] =
        renewable.union(withoutDirectEmission).union(["other"]).sorted()
}

extension Instrument.Kind {
    /// The order in which lots are drawn; a class is finished before the next begins.
    public var drawClass: Int {
        switch self {
        case .selfUse, .directLine: 0
        case .greenTrade, .ppa, .granular: 1
        case .gec, .irec, .go, .rec: 2
        case .supplierRate: 3
        }
    }

    /// Tells whether the right is a certificate without electricity, which must say for whom it was
    /// cancelled.
    public var isCertificate: Bool {
        switch self {
        case .gec, .irec, .go, .rec, .granular: true
        case .greenTrade, .selfUse, .directLine, .ppa, .supplierRate: false
        }
    }

    /// Tells whether the right rests on a contract whose settlement is the proof.
    public var isContract: Bool { self == .greenTrade || self == .ppa || self == .directLine }

    /// Tells whether its amounts are those that were delivered and settled, month by month, so that each year has its own.
    public var isSettled: Bool { !isCertificate }

    /// The amount that one serial number stands for; nil where serials count nothing.
    public var energyOfSerial: Energy? {
        switch self {
        case .gec, .irec, .go, .rec: .kilowattHours(1_000)
        case .granular: .wattHours(1)
        case .greenTrade, .selfUse, .directLine, .ppa, .supplierRate: nil
        }
    }
}
