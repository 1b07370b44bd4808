/// What sums over groups of sites tell together (分组合计的线性组合): every figure that can be worked out by adding
/// and subtracting shown sums, kept as a basis in reduced form.
///
/// Sites that stand in exactly the same groups form an atom, for no sum tells them apart. A vector
/// has one coefficient an atom; the atoms where it is not zero are what the worked-out figure speaks
/// of. Reckoned modulo the prime 2^61 - 1: a chance agreement there, that would not hold of
/// the rational numbers, can only hide more, except where the prime divides a determinant of zeros
/// and ones, which for groups that people make does not happen.
struct SiteSpan {
    private static let prime: UInt64 = (1 << 61) - 1

    private let weights: [Int]
    private let least: Int
    private var rows: [(pivot: Int, vector: [UInt64])] = []

    /// Nothing is shown yet.
    ///
    /// - Parameters:
    ///   - weights: How many sites each atom holds.
    ///   - least: The least number of sites of which a figure may speak; three at most.
    init(weights: [Int], least: Int) {
        self.weights = weights
        self.least = least
    }

    /// Adds the sum over some atoms, unless a figure of too few sites would follow; tells whether it was added.
    mutating func add(_ atoms: [Int]) -> Bool {
        var vector = [UInt64](repeating: 0, count: weights.count)
        for atom in atoms { vector[atom] = 1 }
        for row in rows where vector[row.pivot] != 0 {
            Self.subtract(row.vector, times: vector[row.pivot], from: &vector)
        }
        guard let pivot = vector.firstIndex(where: { $0 != 0 }) else { return true }
        let scale = Self.inverse(vector[pivot])
        for atom in vector.indices { vector[atom] = Self.product(vector[atom], scale) }
        let kept = rows
        for index in rows.indices where rows[index].vector[pivot] != 0 {
            Self.subtract(vector, times: rows[index].vector[pivot], from: &rows[index].vector)
        }
        rows.append((pivot, vector))
        guard tellsTooFew else { return true }
        rows = kept
        return false
    }

    /// Whether some vector of the span speaks of too few sites.
    ///
    /// Its coefficients at the pivots are those of the rows it is made of. Fewer than three sites are at most
    /// two atoms, so it is one row, or two rows whose other coefficients cancel, whose pivots are then
    /// all it speaks of.
    private var tellsTooFew: Bool {
        var rests: [[UInt64]: Int] = [:]
        for (pivot, vector) in rows {
            var sites = 0
            for atom in vector.indices where vector[atom] != 0 && sites < least {
                sites += weights[atom]
            }
            if sites < least { return true }
            guard weights[pivot] < least else { continue }
            let rest = Self.direction(vector, without: pivot)
            if let lightest = rests[rest] {
                if lightest + weights[pivot] < least { return true }
                rests[rest] = min(lightest, weights[pivot])
            } else {
                rests[rest] = weights[pivot]
            }
        }
        return false
    }

    /// The vector without its pivot, scaled so that its first coefficient is one.
    private static func direction(_ vector: [UInt64], without pivot: Int) -> [UInt64] {
        var rest = vector
        rest[pivot] = 0
        guard let first = rest.first(where: { $0 != 0 }), first != 1 else { return rest }
        let scale = inverse(first)
        return rest.map { product($0, scale) }
    }

    private static func subtract(
        _ row: [UInt64], times factor: UInt64, from vector: inout [UInt64]
    ) {
        for atom in row.indices where row[atom] != 0 {
            let part = product(row[atom], factor)
            let one = vector[atom]
            vector[atom] = one >= part ? one - part : one + (prime - part)
        }
    }

    private static func product(_ one: UInt64, _ other: UInt64) -> UInt64 {
        if one == 0 || other == 0 { return 0 }
        let (high, low) = one.multipliedFullWidth(by: other)
        let sum = (low & prime) + (high << 3 | low >> 61)
        return sum >= prime ? sum - prime : sum
    }

    /// By Fermat: the power prime - 2.
    private static func inverse(_ value: UInt64) -> UInt64 {
        var (result, base, exponent) = (UInt64(1), value, prime - 2)
        while exponent > 0 {
            if exponent & 1 == 1 { result = product(result, base) }
            base = product(base, base)
            exponent >>= 1
        }
        return result
    }
}
