import MeterFiles

extension Portfolio {
    /// A line for each table that the ledger is derived from, with its digest.
    var tablesDigest: String {
        let others = Set(["portfolio.yaml"] + accounting.digests.map(\.name))
        let tables = digests.filter {
            !others.contains($0.name) && !$0.name.hasPrefix("factors/")
        }.map {
            "\($0.name) \($0.digest)"
        }
        let layouts = layouts.map(\.canonicalText).sorted().joined(separator: "\n")
        return
            (tables + [
                "layouts \(ByteReader.digest(of: layouts.utf8))", "tzdata \(TimeZones.release)",
            ]).joined(separator: "\n")
    }

    /// The tables that changed since the ledger was derived.
    func tables(differingFrom stored: String) -> [String] {
        func lines(_ text: String) -> Set<Substring> { Set(text.split(separator: "\n")) }
        let changed = lines(stored).symmetricDifference(lines(tablesDigest))
        return Set(changed.compactMap { $0.split(separator: " ").first.map(String.init) }).sorted()
    }
}
