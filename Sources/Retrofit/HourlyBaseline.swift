/// Baseline of overhead by the hour (逐时基准模型): time of week and temperature, the hourly method of CalTRACK 2.0, with
/// the IT load beside, because a hall's overhead follows it first.
///
/// Each calendar month has a model of its own, fitted to the hours of that month at full weight and of the months before
/// and after it at half. Hours of the week are told to be occupied or not, temperatures are laid on bins, and
/// the overhead is fitted by weighted least squares on the 168 hours of the week, the IT load and the bins, of which
/// occupied and unoccupied hours have their own. Estimates in binary floats, like all that follows.
public struct HourlyBaseline: Sendable {
    /// One complete hour.
    public struct Hour: Sendable {
        /// Overhead, `E_DC` less `E_IT` [kWh].
        public let overhead: Double
        /// IT energy [kWh].
        public let it: Double
        /// Outdoor temperature [°C].
        public let temperature: Double
        /// The hour of the local week, 0 to 167, from Monday's first on.
        public let hourOfWeek: Int
        /// The calendar month at the site, 1 to 12.
        public let month: Int
        /// The number of the local day, so that hours can be put together to days.
        public let day: Int

        /// Makes an hour.
        public init(
            overhead: Double, it: Double, temperature: Double, hourOfWeek: Int, month: Int, day: Int
        ) {
            self.overhead = overhead
            self.it = it
            self.temperature = temperature
            self.hourOfWeek = hourOfWeek
            self.month = month
            self.day = day
        }

        var fahrenheit: Double { temperature * 1.8 + 32 }
    }

    /// An hour of the week counts as occupied where the preliminary model says too little more often than this.
    static let occupiedShare = 0.65
    /// Ends of the bins [°F].
    static let binEnds: [Double] = [30, 45, 55, 65, 75, 90]
    /// A bin with fewer hours is joined with the one beside it that has fewer.
    static let leastHoursOfBin = 20
    /// The weight of the months before and after.
    static let shoulderWeight = 0.5

    /// The model of each calendar month.
    let months: [MonthModel]

    /// Fits; nil where a month has no model.
    init?(_ hours: [Hour]) {
        let ofMonth = Dictionary(grouping: hours, by: \.month)
        var months: [MonthModel] = []
        for month in 1...12 {
            let beside = [(month + 10) % 12 + 1, month % 12 + 1]
            let sample =
                (ofMonth[month] ?? []).map { ($0, 1.0) }
                + beside.flatMap { (ofMonth[$0] ?? []).map { ($0, Self.shoulderWeight) } }
            guard let model = MonthModel(sample) else { return nil }
            months.append(model)
        }
        self.months = months
    }

    /// What the model of its month says of an hour; nil for an hour of the week that the baseline never saw.
    public func overhead(of hour: Hour) -> Double? { months[hour.month - 1].overhead(of: hour) }

    /// The most parameters that a month's model has.
    public var parameters: Int { months.map(\.parameters).max() ?? 0 }
}

/// The model of one calendar month.
struct MonthModel: Sendable {
    private let isOccupied: [Bool]
    private let occupied: TemperatureBins
    private let unoccupied: TemperatureBins
    private let fit: WeekRegression

    /// The hours of the week with a constant of their own, and the slopes that were found.
    var parameters: Int { fit.parameters }

    init?(_ sample: [(hour: HourlyBaseline.Hour, weight: Double)]) {
        guard let isOccupied = Self.occupancy(sample) else { return nil }
        self.isOccupied = isOccupied
        occupied = TemperatureBins(
            sample.filter { isOccupied[$0.hour.hourOfWeek] }.map(\.hour.fahrenheit))
        unoccupied = TemperatureBins(
            sample.filter { !isOccupied[$0.hour.hourOfWeek] }.map(\.hour.fahrenheit))
        let (one, other) = (occupied, unoccupied)
        guard
            let fit = WeekRegression(
                sample.map {
                    (
                        $0.hour.hourOfWeek, Self.row($0.hour, isOccupied, one, other),
                        $0.hour.overhead, $0.weight
                    )
                })
        else { return nil }
        self.fit = fit
    }

    func overhead(of hour: HourlyBaseline.Hour) -> Double? {
        fit.value(
            hourOfWeek: hour.hourOfWeek, Self.row(hour, isOccupied, occupied, unoccupied))
    }

    private static func row(
        _ hour: HourlyBaseline.Hour, _ isOccupied: [Bool], _ occupied: TemperatureBins,
        _ unoccupied: TemperatureBins
    ) -> [Double] {
        let isIn = isOccupied[hour.hourOfWeek]
        return [hour.it]
            + (isIn
                ? occupied.parts(of: hour.fahrenheit) : Array(repeating: 0, count: occupied.count))
            + (isIn
                ? Array(repeating: 0, count: unoccupied.count)
                : unoccupied.parts(of: hour.fahrenheit))
    }

    /// Which hours of the week are occupied: where overhead on IT load and on degrees above 65 and below 50 °F falls
    /// short in more than 65 % of the hours.
    private static func occupancy(
        _ sample: [(hour: HourlyBaseline.Hour, weight: Double)]
    ) -> [Bool]? {
        func row(_ hour: HourlyBaseline.Hour) -> [Double] {
            [hour.it, max(0, hour.fahrenheit - 65), max(0, 50 - hour.fahrenheit)]
        }
        // One constant for all hours: the week is one hour here.
        guard
            let preliminary = WeekRegression(
                sample.map { (0, row($0.hour), $0.hour.overhead, $0.weight) })
        else { return nil }
        var (above, all) = (Array(repeating: 0, count: 168), Array(repeating: 0, count: 168))
        for (hour, _) in sample {
            all[hour.hourOfWeek] += 1
            let said = preliminary.value(hourOfWeek: 0, row(hour)) ?? 0
            if hour.overhead > said { above[hour.hourOfWeek] += 1 }
        }
        return zip(above, all).map {
            $1 > 0 && Double($0) / Double($1) > HourlyBaseline.occupiedShare
        }
    }
}

/// A temperature laid on bins (温度分段): each bin holds the degrees that fall into it, so that slopes may differ.
struct TemperatureBins: Sendable {
    private let ends: [Double]

    /// How many bins there are.
    var count: Int { ends.count + 1 }

    /// Joins bins with few hours with the smaller of those beside them.
    init(_ temperatures: [Double]) {
        var ends = HourlyBaseline.binEnds
        while !ends.isEmpty {
            var counts = Array(repeating: 0, count: ends.count + 1)
            for temperature in temperatures {
                counts[ends.firstIndex { temperature <= $0 } ?? ends.count] += 1
            }
            guard let thin = counts.firstIndex(where: { $0 < HourlyBaseline.leastHoursOfBin })
            else { break }
            let left = thin > 0 ? counts[thin - 1] : Int.max
            let right = thin < ends.count ? counts[thin + 1] : Int.max
            ends.remove(at: left < right ? thin - 1 : thin)
        }
        self.ends = ends
    }

    /// The degrees of a temperature in each bin; they sum to it.
    func parts(of temperature: Double) -> [Double] {
        var parts: [Double] = []
        var below: Double?
        for end in ends {
            if let below {
                parts.append(min(max(temperature - below, 0), end - below))
            } else {
                parts.append(min(temperature, end))
            }
            below = end
        }
        parts.append(below.map { max(temperature - $0, 0) } ?? temperature)
        return parts
    }
}

/// Weighted least squares with a constant for each hour of the week (加权最小二乘), an estimate.
///
/// Means of each hour are taken off first, which is the same as fitting 168 constants (Frisch and Waugh).
struct WeekRegression: Sendable {
    private let slopes: [Double]
    /// The constant of each hour; nil for one that was never seen.
    private let constants: [Double?]
    let parameters: Int

    init?(_ rows: [(hour: Int, values: [Double], overhead: Double, weight: Double)]) {
        guard let width = rows.first?.values.count, rows.count > width + 1 else { return nil }
        var weights = Array(repeating: 0.0, count: 168)
        var means = Array(repeating: Array(repeating: 0.0, count: width + 1), count: 168)
        for row in rows {
            weights[row.hour] += row.weight
            for (index, value) in (row.values + [row.overhead]).enumerated() {
                means[row.hour][index] += row.weight * value
            }
        }
        for hour in means.indices where weights[hour] > 0 {
            for index in means[hour].indices { means[hour][index] /= weights[hour] }
        }
        var matrix = Array(repeating: Array(repeating: 0.0, count: width + 1), count: width)
        for row in rows {
            let mean = means[row.hour]
            let off = (0..<width).map { row.values[$0] - mean[$0] }
            let overhead = row.overhead - mean[width]
            for i in 0..<width where off[i] != 0 {
                for j in 0..<width { matrix[i][j] += row.weight * off[i] * off[j] }
                matrix[i][width] += row.weight * off[i] * overhead
            }
        }
        let solved = Self.solved(matrix)
        slopes = solved.slopes
        constants = means.indices.map { hour in
            guard weights[hour] > 0 else { return nil }
            return zip(solved.slopes, means[hour]).reduce(means[hour][width]) {
                $0 - $1.0 * $1.1
            }
        }
        parameters = solved.found + weights.count { $0 > 0 }
    }

    func value(hourOfWeek: Int, _ values: [Double]) -> Double? {
        constants[hourOfWeek].map { zip(slopes, values).reduce($0) { $0 + $1.0 * $1.1 } }
    }

    /// Gaussian elimination; a column that the others determine gets no slope.
    private static func solved(_ matrix: [[Double]]) -> (slopes: [Double], found: Int) {
        var matrix = matrix
        let width = matrix.count
        let scales = matrix.indices.map { matrix[$0][$0] }
        var pivots: [Int: Int] = [:]
        var used = Set<Int>()
        for column in 0..<width {
            let free = (0..<width).filter { !used.contains($0) }
            guard let pivot = free.max(by: { abs(matrix[$0][column]) < abs(matrix[$1][column]) }),
                abs(matrix[pivot][column]) > 1e-9 * scales[column], scales[column] > 0
            else { continue }
            used.insert(pivot)
            pivots[column] = pivot
            for row in 0..<width where row != pivot {
                let factor = matrix[row][column] / matrix[pivot][column]
                if factor == 0 { continue }
                for index in column...width { matrix[row][index] -= factor * matrix[pivot][index] }
            }
        }
        let slopes = (0..<width).map { column in
            pivots[column].map { matrix[$0][width] / matrix[$0][column] } ?? 0
        }
        return (slopes, pivots.count)
    }
}
