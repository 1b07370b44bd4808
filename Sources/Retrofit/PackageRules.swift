/// Which sets of candidates are packages: prerequisites within, nothing that excludes (前提与互斥).
struct PackageRules: Hashable {
    /// For each candidate the groups of which one bit must be set.
    private let needs: [[PackageMask]]
    /// For each candidate the bits that exclude it.
    private let excludes: [PackageMask]

    init(_ candidates: [RetrofitOption], all options: [RetrofitOption]) {
        let bits = Dictionary(
            candidates.enumerated().map { ($1.id, PackageMask(1) << PackageMask($0)) }
        ) { one, _ in one }
        let done = Set(options.filter(\.isDone).map(\.id))
        let known = Set(options.map(\.id))
        func mask(_ names: [String]) -> PackageMask { names.reduce(0) { $0 | (bits[$1] ?? 0) } }
        needs = candidates.map { candidate in
            candidate.measure.dependsOn.filter { group in
                done.isDisjoint(with: group) && !known.isDisjoint(with: group)
            }.map(mask)
        }
        // Exclusion holds both ways, whoever states it.
        excludes = candidates.map { candidate in
            mask(candidate.measure.conflictsWith)
                | mask(
                    candidates.filter { $0.measure.conflictsWith.contains(candidate.id) }
                        .map(\.id))
        }
    }

    /// No rules for some candidates.
    static func free(_ count: Int) -> PackageRules {
        PackageRules(
            needs: Array(repeating: [], count: count), excludes: Array(repeating: 0, count: count))
    }

    private init(needs: [[PackageMask]], excludes: [PackageMask]) {
        self.needs = needs
        self.excludes = excludes
    }

    /// Tells whether a set is a package.
    func admits(_ mask: PackageMask) -> Bool {
        for (index, groups) in needs.enumerated() where mask & (1 << PackageMask(index)) != 0 {
            if mask & excludes[index] != 0 { return false }
            for group in groups where mask & group == 0 { return false }
        }
        return true
    }

    /// The packages one measure away (相邻组合): one is taken away with what needs it, or added with one way to have what
    /// it needs and without what it excludes.
    func near(_ mask: PackageMask) -> [PackageMask] {
        needs.indices.compactMap { index in
            let bit = PackageMask(1) << PackageMask(index)
            return mask & bit != 0 ? standing(mask & ~bit) : adding(index, to: mask)
        }
    }

    /// A package with a measure more; nil where it cannot be had.
    private func adding(_ index: Int, to mask: PackageMask) -> PackageMask? {
        var mask = mask
        var waiting = [index]
        // Each round takes one candidate in, so that a circle of exclusions ends, too.
        for _ in 0...needs.count {
            guard let next = waiting.popLast() else { break }
            mask = (mask | (1 << PackageMask(next))) & ~excludes[next]
            for group in needs[next] where mask & group == 0 {
                guard group != 0 else { return nil }
                waiting.append(group.trailingZeroBitCount)
            }
        }
        mask = standing(mask)
        let isIn = mask & (1 << PackageMask(index)) != 0
        return waiting.isEmpty && isIn && admits(mask) ? mask : nil
    }

    /// What still works of a package when some of its measures have worn out: without those whose
    /// prerequisites are gone.
    func standing(_ mask: PackageMask) -> PackageMask {
        var mask = mask
        var changed = true
        while changed {
            changed = false
            for (index, groups) in needs.enumerated() {
                let bit = PackageMask(1) << PackageMask(index)
                guard mask & bit != 0, groups.contains(where: { mask & $0 == 0 }) else { continue }
                mask &= ~bit
                changed = true
            }
        }
        return mask
    }
}
