import Provenance

/// By what a value is found and told from others.
struct ShelfMark: Hashable {
    /// Its name, unique within a publication.
    let factorID: String
    /// The region it speaks for.
    let region: String
    /// What it measures there, as a word: a variant, a fuel, a technology.
    let measure: String
    /// The year it describes; zero when it has none.
    let year: Int
    /// The publication.
    let publication: String
    /// The subject that a default must speak of.
    let subject: FactorDefault.Subject
}

/// A value that stands in a catalogue.
protocol Shelved: Sendable {
    var mark: ShelfMark { get }
}

/// Which publications come first: those that a portfolio chose, else the defaults of the region.
struct FactorOrder {
    private let defaults: [String: [FactorDefault]]
    private let chosen: Set<String>
    private let supersedes: [String: [String]]

    init(defaults: [FactorDefault], chosen: Set<String>, supersedes: [String: [String]]) {
        self.defaults = Dictionary(grouping: defaults, by: \.region)
        self.chosen = chosen
        self.supersedes = supersedes
    }

    /// The values of one region and measure that hold: those that were chosen, then those of the
    /// defaults, each one a year and the newest first. Defaults of another family than the chosen
    /// are left out.
    ///
    /// - Throws: `FactorCatalogue.Fault` when two give a value for the same year and neither
    ///   supersedes the other, or when a default speaks of another family than its publication.
    func holding<Item: Shelved>(
        _ items: [Item], _ region: String
    ) throws(FactorCatalogue.Fault) -> [Item] {
        guard let mark = items.first?.mark else { return [] }
        let chosen = try yearly(items.filter { self.chosen.contains($0.mark.publication) })
        let publications = publications(for: region, mark.subject)
        let usual = items.filter { publications.contains($0.mark.publication) }
        for item in usual where !accepts(item.mark, region) {
            throw .mixedFamilies(region: region, publication: item.mark.publication)
        }
        guard let subject = chosen.first?.mark.subject else { return try yearly(usual) }
        return try chosen + yearly(usual.filter { $0.mark.subject == subject })
    }

    /// One value a year, the newest first.
    private func yearly<Item: Shelved>(
        _ eligible: [Item]
    ) throws(FactorCatalogue.Fault) -> [Item] {
        var byYear: [Int: Item] = [:]
        for item in eligible {
            // One measure of one region is one family, or its years could not be compared.
            guard item.mark.subject == eligible[0].mark.subject else {
                throw .mixedFamilies(
                    region: item.mark.region, publication: item.mark.publication)
            }
            guard let other = byYear[item.mark.year] else {
                byYear[item.mark.year] = item
                continue
            }
            let (new, old) = (item.mark.publication, other.mark.publication)
            if replaces(new, old) {
                byYear[item.mark.year] = item
            } else if !replaces(old, new) {
                throw .overlap(factorID: item.mark.factorID, publications: [old, new].sorted())
            }
        }
        return byYear.values.sorted { $0.mark.year > $1.mark.year }
    }

    /// The default of a region: that of the longest prefix which speaks of the measure.
    private func line(for region: String, _ subject: FactorDefault.Subject) -> FactorDefault? {
        var prefix = Substring(region)
        while true {
            let line = defaults[String(prefix)]?.first { $0.speaks(of: subject) }
            if let line { return line }
            guard let dash = prefix.lastIndex(of: "-") else {
                return defaults["*"]?.first { $0.speaks(of: subject) }
            }
            prefix = prefix[..<dash]
        }
    }

    private func publications(for region: String, _ subject: FactorDefault.Subject) -> [String] {
        line(for: region, subject)?.publications ?? []
    }

    /// Tells whether a value is of the family that the region's default names.
    private func accepts(_ mark: ShelfMark, _ region: String) -> Bool {
        guard case .electricity(let family, _) = mark.subject,
            case .electricity(let expected, _) = line(for: region, mark.subject)?.subject
        else { return true }
        return family == expected
    }

    /// Tells whether a publication replaces another, itself or by one that it replaces.
    private func replaces(_ one: String, _ other: String) -> Bool {
        var seen: Set<String> = []
        var open = [one]
        while let next = open.popLast() {
            for older in supersedes[next] ?? [] where seen.insert(older).inserted {
                if older == other { return true }
                open.append(older)
            }
        }
        return false
    }
}

extension FactorDefault {
    /// Tells whether it speaks of a subject, whatever the family.
    fileprivate func speaks(of other: Subject) -> Bool {
        switch (subject, other) {
        case (.electricity(_, let own), .electricity(_, let sought)): sought.isSubset(of: own)
        default: subject == other
        }
    }
}

/// The values of one kind that hold, by region and measure.
struct FactorShelf<Item: Shelved>: Sendable {
    private struct Key: Hashable {
        let region: String
        let measure: String
    }

    private let items: [Key: [Item]]

    /// Sorts values onto the shelf.
    ///
    /// - Throws: `FactorCatalogue.Fault` when a name is used twice in a publication, or when values
    ///   contradict each other.
    init(_ all: [Item], in order: FactorOrder) throws(FactorCatalogue.Fault) {
        var seen: Set<[String]> = []
        for mark in all.map(\.mark)
        where !seen.insert([mark.factorID, mark.publication]).inserted {
            throw .duplicate(factorID: mark.factorID, publication: mark.publication)
        }
        var held: [Key: [Item]] = [:]
        let groups = Dictionary(grouping: all) {
            Key(region: $0.mark.region, measure: $0.mark.measure)
        }
        for (key, group) in groups { held[key] = try order.holding(group, key.region) }
        items = held
    }

    /// The value of a region and measure with the newest year not later than one: of the chosen
    /// publications, else of the defaults.
    func newest(_ measure: String, of region: String, notLaterThan year: Int) -> Item? {
        items[Key(region: region, measure: measure)]?.first { $0.mark.year <= year }
    }

    /// The same for the region itself, else for the country it belongs to.
    func nearest(_ measure: String, to region: String, notLaterThan year: Int) -> Item? {
        newest(measure, of: region, notLaterThan: year)
            ?? newest(
                measure, of: FactorCatalogue.nation(of: region), notLaterThan: year)
    }
}

extension EmissionFactor: Shelved {
    var mark: ShelfMark {
        ShelfMark(
            factorID: published.factorID, region: published.region,
            measure: published.variant.rawValue, year: published.dataYear,
            publication: published.publication.identifier,
            subject: .electricity(family, [published.variant]))
    }
}

extension FootprintFactor: Shelved {
    var mark: ShelfMark {
        ShelfMark(
            factorID: factorID, region: region, measure: technology.rawValue, year: dataYear,
            publication: publication.identifier, subject: .footprints)
    }
}

extension FuelFactor: Shelved {
    var mark: ShelfMark {
        ShelfMark(
            factorID: factorID, region: region, measure: fuel + "/" + heatingValues.rawValue,
            year: dataYear ?? 0, publication: publication.identifier, subject: .fuels)
    }
}

extension HeatFactor: Shelved {
    var mark: ShelfMark {
        ShelfMark(
            factorID: factorID, region: region, measure: "heat", year: dataYear ?? 0,
            publication: publication.identifier, subject: .heat)
    }
}

extension CoalEquivalent: Shelved {
    var mark: ShelfMark {
        ShelfMark(
            factorID: factorID, region: region, measure: carrier + "/" + method.rawValue, year: 0,
            publication: publication.identifier, subject: .coalEquivalents)
    }
}
