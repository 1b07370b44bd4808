import Foundation
import Grading
import Provenance
import Quantities
import TestSupport
import Testing

/// A number of the research tables: on which side it is met, where the table says so.
private struct ReferenceNumber: Hashable {
    let number: DecimalText
    let bound: String?
}

/// What the research tables say of one criterion.
private struct ReferenceEntry {
    var numbers: Set<ReferenceNumber> = []
    var confidence = Confidence.a

    private static let bounds = [
        "max": "at_most", "le": "at_most", "pue_le": "at_most", "lt": "below", "pue_lt": "below",
        "min": "at_least", "ge": "at_least", "gt": "above", "pass_ge": "at_least",
    ]
    private static let operators = [
        "<=": "at_most", "<": "below", ">=": "at_least", ">": "above", "=": "at_least",
    ]
    /// What holds no number of the rule itself.
    private static let passedOver: Set<String> = [
        "source", "note", "evidence", "evidence_source", "gt_previous", "previous", "stars",
        "name", "median_2021", "part",
    ]

    init(_ row: [String: Any]) {
        let text = (row["confidence"] as? String).map { String($0.prefix(1)) } ?? "M"
        confidence = Confidence(rawValue: text == "D" ? "M" : text) ?? .m
        collect(row, key: nil, op: row["op"] as? String)
    }

    private mutating func collect(_ value: Any, key: String?, op: String?) {
        switch value {
        case let members as [String: Any]:
            let op = members["op"] as? String ?? op
            for (key, member) in members where !Self.passedOver.contains(key) {
                collect(member, key: key, op: op)
            }
        case let elements as [Any]: for element in elements { collect(element, key: key, op: op) }
        case let number as NSNumber: add(number.description, key, op)
        case let text as String where key == "rule" || key == "expr" || key == "formula":
            for match in text.matches(of: /[0-9]+(?:\.[0-9]+)?/) {
                add(String(match.output), nil, nil)
                if let whole = Int(match.output) { add(Self.percent(whole), nil, nil) }
            }
        default: return
        }
    }

    private static func percent(_ whole: Int) -> String {
        DecimalText(significand: Int128(whole), scale: 2).description
    }

    private mutating func add(_ text: String, _ key: String?, _ op: String?) {
        let isNegative = text.hasPrefix("-")
        guard let number = DecimalText(isNegative ? String(text.dropFirst()) : text) else { return }
        let sided =
            key == "value" ? op.flatMap { Self.operators[$0] } : key.flatMap { Self.bounds[$0] }
        // A published fall (-20 %) is a rise of at least as much here.
        numbers.insert(ReferenceNumber(number: number, bound: isNegative ? "at_least" : sided))
    }

    func knows(_ number: DecimalText, bound: String?) -> Bool {
        numbers.contains {
            $0.number == number && ($0.bound == nil || bound == nil || $0.bound == bound)
        }
    }
}

/// The research tables, by scheme.
private struct ReferenceScheme {
    let entries: [String: ReferenceEntry]
    /// Numbers that stand in no single entry, such as rules over a whole region.
    let whole: ReferenceEntry?

    init?(_ name: String) throws {
        if name == "open-level" { return nil }
        if name == "rps_cn" {
            (entries, whole) = (try Self.weights(), nil)
            return
        }
        let china = try Self.json("china.json")
        if name == "policy_targets" {
            entries = Self.byID(china["policy_targets"])
            whole = nil
            return
        }
        if name.hasPrefix("regional_rules:") {
            let region = name.dropFirst("regional_rules:".count)
            let rules =
                (china["regional_rules"] as? [[String: Any]])?
                .filter { $0["region"] as? String == String(region) } ?? []
            entries = [:]
            whole = rules.map { ReferenceEntry($0) }.reduce(into: ReferenceEntry([:])) {
                $0.numbers.formUnion($1.numbers)
                $0.confidence = .a
            }
            return
        }
        let all = try [china, Self.json("international.json")].flatMap {
            $0["schemes"] as? [[String: Any]] ?? []
        }
        let scheme = try #require(all.first { $0["id"] as? String == name }, "no scheme \(name)")
        entries = Self.byID(scheme["indicators"]).merging(Self.byID(scheme["prerequisites"])) {
            a, _ in a
        }
        var rest = scheme
        rest["indicators"] = nil
        whole = ReferenceEntry(rest)
    }

    private static func json(_ file: String) throws -> [String: Any] {
        let json = try JSONSerialization.jsonObject(with: ReferenceTables.data("standards/\(file)"))
        return try #require(json as? [String: Any])
    }

    private static func byID(_ rows: Any?) -> [String: ReferenceEntry] {
        (rows as? [[String: Any]] ?? []).reduce(into: [:]) { entries, row in
            if let id = row["id"] as? String { entries[id] = ReferenceEntry(row) }
        }
    }

    /// The total weights of the provinces, as shares of one.
    private static func weights() throws -> [String: ReferenceEntry] {
        let text = String(decoding: try ReferenceTables.data("factors/rps_cn.csv"), as: UTF8.self)
        var entry = ReferenceEntry([:])
        for line in text.split(separator: "\n") {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count > 5, cells[4] == "total", let value = DecimalText(cells[5]) else {
                continue
            }
            let share = DecimalText(significand: value.significand, scale: value.scale + 2)
            entry.numbers.insert(ReferenceNumber(number: share, bound: "at_least"))
        }
        entry.confidence = .a
        let targets = byID(try json("china.json")["policy_targets"])
        return targets.merging(["rps.total": entry]) { a, _ in a }
    }

    /// Criteria that bear another name there.
    private static let otherNames = [
        "eu2026.PUE": "PUE_CLASS", "eu2026.WUE": "WUE_CLASS", "gb40879.R_M1": "gb40879.R_M2",
    ]

    /// The entry of a criterion: its own, or that of the name before a dot.
    func entry(_ id: String) -> ReferenceEntry? {
        var name = (Self.otherNames[id] ?? id)[...]
        while true {
            if let entry = entries[String(name)] { return entry }
            guard let dot = name.lastIndex(of: ".") else { return whole }
            name = name[..<dot]
        }
    }
}

@Suite(.enabled(if: ReferenceTables.folder != nil, Comment(rawValue: ReferenceTables.notice)))
struct RulebookReferenceTests {
    @Test(
        "every number of a rulebook stands in the research tables", arguments: Rulebook.publishedIDs
    )
    func noInventedNumber(id: String) throws {
        let rulebook = try Rulebook.published(id)
        guard let scheme = try ReferenceScheme(rulebook.sourceScheme) else { return }
        let weights = try ReferenceScheme("rps_cn")?.entry("rps.total")
        for criterion in rulebook.criteria {
            let entry = try #require(scheme.entry(criterion.id), "\(criterion.id)")
            let isWeight = criterion.thresholds.contains { $0.when.contains { $0.words != nil } }
            for (number, bound) in numbers(of: criterion) {
                let isKnown =
                    entry.knows(number, bound: bound)
                    || scheme.whole?.knows(number, bound: nil) == true
                    || borrowed[criterion.id] == number
                    || (isWeight && weights?.knows(number, bound: nil) == true)
                #expect(isKnown, "\(criterion.id): \(number)")
            }
            for threshold in criterion.thresholds where !isPaper(criterion) {
                #expect(threshold.confidence >= entry.confidence, "\(criterion.id)")
            }
        }
    }

    @Test(
        "every limit that the research tables know is in the rulebook",
        arguments: Rulebook.publishedIDs)
    func nothingLeftOut(id: String) throws {
        let rulebook = try Rulebook.published(id)
        let grouped: Set<String> = ["policy_targets", "rps_cn"]
        guard let scheme = try ReferenceScheme(rulebook.sourceScheme),
            !grouped.contains(rulebook.sourceScheme), rulebook.slot == nil
        else { return }
        for (name, entry) in scheme.entries {
            let own = rulebook.criteria.filter {
                ($0.id == name || $0.id.hasPrefix(name + ".")) && !isPaper($0)
            }
            let present =
                own.flatMap { numbers(of: $0).map(\.number) }
                + own.compactMap {
                    $0.points?.possible
                }
            for number in entry.numbers
            where number.bound != nil && !own.isEmpty && number.number.significand != 0 {
                #expect(present.contains(number.number), "\(name): \(number.number)")
            }
        }
    }

    @Test("every target of the plans is in a rulebook or said to be no limit of a site")
    func targets() throws {
        let json = try JSONSerialization.jsonObject(
            with: ReferenceTables.data("standards/china.json"))
        let rows = (json as? [String: Any])?["policy_targets"] as? [[String: Any]] ?? []
        let held = Set(try Rulebook.all().flatMap { $0.criteria.map(\.id) })
        // Trends of the nation and of regions, ranges for plausibility, one use of another scheme.
        let notOfSites: Set<String> = [
            "t1742.west_use", "t970.re", "rps2025.range_nonhydro", "rps2025.range_industry",
            "greenfin.grade", "direct.self", "direct.share",
        ]
        let missing = rows.compactMap { $0["id"] as? String }.filter {
            !held.contains($0) && !notOfSites.contains($0)
        }
        #expect(!rows.isEmpty && missing.isEmpty, "\(missing)")
    }

    @Test("every weight of a province is the one of its row")
    func weights() throws {
        let text = String(decoding: try ReferenceTables.data("factors/rps_cn.csv"), as: UTF8.self)
        let rulebook = try Rulebook.published("cn-rps-weights")
        let criterion = try #require(rulebook.criteria.first { $0.id == "rps.total" })
        var rows = 0
        for line in text.split(separator: "\n") {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count > 5, cells[4] == "total", cells[3] == "2023" || cells[3] == "2025",
                let value = DecimalText(cells[5])
            else { continue }
            rows += 1
            let share = DecimalText(significand: value.significand, scale: value.scale + 2)
            let own = criterion.thresholds.filter {
                $0.when.contains { $0.words == [String(cells[0])] }
                    && $0.holdsFrom == CivilDate(iso: "\(cells[3])-01-01")
            }
            #expect(own.map(\.limit) == [.atLeast(share)], "\(cells[0]) \(cells[3])")
        }
        #expect(rows == criterion.thresholds.count)
    }

    /// Grade 2 of GB 40879, which the round of 2023 asks for by its name.
    private let borrowed = ["p2": DecimalText("1.30"), "rule": DecimalText("0")]

    /// Papers and words are no numbers of the tables.
    private func isPaper(_ criterion: Criterion) -> Bool {
        guard case .fact(let name) = criterion.quantity else { return false }
        if case .number = name.form { return false }
        return true
    }

    private func numbers(of criterion: Criterion) -> [(number: DecimalText, bound: String?)] {
        if isPaper(criterion), criterion.points == nil { return [] }
        var numbers =
            isPaper(criterion)
            ? []
            : criterion.thresholds.map {
                (number: $0.limit.threshold, bound: String?.some($0.limit.key))
            }
        if let adjust = criterion.adjustment { numbers.append((adjust.divideBy, nil)) }
        switch criterion.points?.shape {
        case .steps(let steps, _):
            numbers += steps.flatMap { step -> [(number: DecimalText, bound: String?)] in
                isPaper(criterion)
                    ? [(step.points, nil)]
                    : step.when.isEmpty
                        ? [(step.limit.threshold, step.limit.key), (step.points, nil)]
                        : [(step.points, nil)]
            }
        case .formula(let constant, let slope, _, _, _):
            numbers += [
                (constant, nil),
                (DecimalText(significand: -slope.significand, scale: slope.scale), nil),
            ]
        case .line, .notSeen, nil: break
        }
        return numbers.filter { $0.number.significand != 0 }
    }
}
