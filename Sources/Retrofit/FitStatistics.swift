/// How well a model fits what was metered (拟合统计), as ASHRAE Guideline 14 asks: CV(RMSE) and NMBE.
///
/// The divisor is explicit, because n, n - 1 and n - p are all in use and give unlike figures.
public struct FitStatistics: Sendable {
    /// Sum of squared differences.
    public let squaredError: Double
    /// Mean of what was metered.
    public let mean: Double
    /// Sum of metered less modelled.
    public let bias: Double
    /// How many values.
    public let count: Int

    /// Compares metered with modelled values; nil when they are not as many or sum to nothing.
    public init?(metered: [Double], modelled: [Double]) {
        guard metered.count == modelled.count, !metered.isEmpty else { return nil }
        let differences = zip(metered, modelled).map { $0 - $1 }
        squaredError = differences.reduce(0) { $0 + $1 * $1 }
        bias = differences.reduce(0, +)
        mean = metered.reduce(0, +) / Double(metered.count)
        count = metered.count
        guard mean != 0 else { return nil }
    }

    /// Coefficient of variation of the root mean square error [1], an estimate.
    ///
    /// - Parameter parameters: What is taken off the count; 0, 1 or the model's parameters.
    public func variation(parameters: Int) -> Double? {
        count > parameters
            ? (squaredError / Double(count - parameters)).squareRoot() / mean : nil
    }

    /// Normalized mean bias error [1], an estimate.
    public func meanBias(parameters: Int) -> Double? {
        count > parameters ? bias / (Double(count - parameters) * mean) : nil
    }
}

/// Ordinary least squares on a few columns (最小二乘), an estimate.
public struct Regression: Sendable {
    /// The constant, then one slope for each column.
    public let coefficients: [Double]
    /// Coefficient of determination, adjusted for the parameters.
    public let adjustedR2: Double
    /// What the model says at the given rows.
    public let modelled: [Double]

    /// Fits; nil when the columns do not determine the coefficients.
    public init?(_ values: [Double], on rows: [[Double]]) {
        let width = (rows.first?.count ?? 0) + 1
        guard values.count == rows.count, values.count > width + 1 else { return nil }
        var matrix = Array(repeating: Array(repeating: 0.0, count: width + 1), count: width)
        for (value, row) in zip(values, rows) {
            let terms = [1] + row
            for i in 0..<width {
                for j in 0..<width { matrix[i][j] += terms[i] * terms[j] }
                matrix[i][width] += terms[i] * value
            }
        }
        guard let solved = Self.solved(matrix) else { return nil }
        coefficients = solved
        modelled = rows.map { row in
            zip(solved, [1] + row).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let total = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let error = zip(values, modelled).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        guard total > 0 else { return nil }
        adjustedR2 =
            1 - (error / Double(values.count - width)) / (total / Double(values.count - 1))
    }

    /// Gaussian elimination with the largest pivot; nil when a pivot vanishes against its row.
    private static func solved(_ matrix: [[Double]]) -> [Double]? {
        var matrix = matrix
        let width = matrix.count
        let scales = matrix.map { row in row.dropLast().map(abs).max() ?? 0 }
        for column in 0..<width {
            let pivot = (column..<width).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) }
            guard let pivot, abs(matrix[pivot][column]) > 1e-12 * max(1, scales[column]) else {
                return nil
            }
            matrix.swapAt(column, pivot)
            for row in 0..<width where row != column {
                let factor = matrix[row][column] / matrix[column][column]
                if factor == 0 { continue }
                for index in column...width {
                    matrix[row][index] -= factor * matrix[column][index]
                }
            }
        }
        return (0..<width).map { matrix[$0][width] / matrix[$0][$0] }
    }
}
