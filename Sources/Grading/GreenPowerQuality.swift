public import CarbonAccounting
public import Provenance
public import Quantities

/// The points of the quality of green power (绿电消费质量评分), T/CEPPC 43-2024, annex B.
public struct GreenPowerScale: Hashable, Sendable {
    /// The columns of the table.
    public static let columns = ["dimension", "class", "points", "place", "confidence"]

    private let points: [String: DecimalText]
    /// The weakest confidence of the table.
    public let confidence: Confidence

    /// Reads the table, given as cells by column name; nil when a cell cannot be read or a class is
    /// missing.
    public init?(lines: [[String: String]]) {
        var points: [String: DecimalText] = [:]
        var confidence = Confidence.a
        for cells in lines {
            guard let dimension = cells["dimension"], let name = cells["class"],
                let value = cells["points"].flatMap({ DecimalText($0) }),
                let how = cells["confidence"].flatMap(Confidence.init(rawValue:))
            else { return nil }
            points[dimension + "/" + name] = value
            confidence = max(confidence, how)
        }
        let all =
            Traceability.allCases.map(\.name) + Contribution.allCases.map(\.name)
            + TimeMatching.allCases.map(\.name)
        guard all.allSatisfy({ points[$0] != nil }) else { return nil }
        self.points = points
        self.confidence = confidence
    }

    /// How far the power can be traced.
    enum Traceability: String, CaseIterable {
        case measured = "measured_and_certified"
        case crossChecked = "cross_checked"
        case certificate = "certificate_only"
        var name: String { "traceability/" + rawValue }
    }

    /// What the purchase adds.
    enum Contribution: String, CaseIterable {
        case own = "own_generation"
        case line = "dedicated_line"
        case multiYear = "multi_year_purchase"
        case retailer
        case certificate
        var name: String { "contribution/" + rawValue }
    }

    /// How closely generation follows consumption.
    enum TimeMatching: String, CaseIterable {
        case hourly, year
        var name: String { "time_matching/" + rawValue }
    }

    /// The points of one lot.
    func points(of lot: Instrument) -> ExactRational? {
        [traceability(lot).name, contribution(lot).name, time(lot).name]
            .reduce(ExactRational.zero as ExactRational?) { sum, name in
                points[name].flatMap { sum?.adding(ExactRational($0)) }
            }
    }

    private func traceability(_ lot: Instrument) -> Traceability {
        switch lot.kind {
        case .selfUse, .directLine: .measured
        case .greenTrade, .ppa, .supplierRate:
            lot.contract != nil && lot.settlement != nil ? .crossChecked : .certificate
        case .gec, .irec, .go, .rec, .granular: .certificate
        }
    }

    /// Nothing in a lot names the plant of a retailer, so the lower class is taken.
    private func contribution(_ lot: Instrument) -> Contribution {
        switch lot.kind {
        case .selfUse: .own
        case .directLine: .line
        case .ppa: .multiYear
        case .greenTrade, .supplierRate: .retailer
        case .gec, .irec, .go, .rec, .granular: .certificate
        }
    }

    /// What is used where it is made is matched by itself; everything else by its hours, or the year.
    private func time(_ lot: Instrument) -> TimeMatching {
        lot.kind == .selfUse || lot.kind == .directLine || lot.profileFile != nil ? .hourly : .year
    }
}

/// The quality of the green power of a site (绿电消费质量): the points of its lots, averaged by energy.
///
/// Gates (green share, months of monitoring) and grades are a rulebook's business.
public struct GreenPowerQuality: Sendable {
    /// The points [0 to 15], or why there are none.
    public let figure: IndicatorFigure

    /// Works out the points.
    public init(of inventory: Inventory, by scale: GreenPowerScale?, coverage: ExactRatio?) {
        guard let scale, let coverage else {
            figure = .notEvaluated(
                reason: BilingualText(
                    "the table of points is not at hand", zh: "没有评分表"))
            return
        }
        var (sum, energy) = (ExactRational.zero as ExactRational?, Int128(0))
        for part in inventory.greenPower.parts where part.lot.isRenewable {
            energy += Int128(part.energy.joules)
            sum = ExactRational(Int128(part.energy.joules), over: 1)
                .flatMap { scale.points(of: part.lot)?.multiplied(by: $0) }
                .flatMap { sum?.adding($0) }
        }
        guard energy > 0, let sum,
            let average = sum.divided(
                by: ExactRational(DecimalText(significand: energy, scale: 0))),
            let ratio = ExactRatio(average.numerator, to: average.denominator)
        else {
            figure = .notEvaluated(
                reason: BilingualText("no green power is covered by a lot", zh: "没有凭证覆盖的绿电"))
            return
        }
        figure = .value(ratio, coverage: coverage)
    }
}
