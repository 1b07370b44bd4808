import CarbonAccounting
import Provenance
import Quantities
package import Reporting

/// Which of the published values are listed (因子筛选).
package struct FactorQuery: Hashable, Sendable {
    /// A region such as CN-GD; a * at its end takes all that begin so.
    package var region: String?
    /// A kind of value.
    package var kind: FactorLine.Kind?
    /// The year that a value describes.
    package var year: Int?
    /// The publication that it stands in.
    package var publication: String?

    /// The years that a value may describe.
    package static let years = 0...9_999

    /// All values, or those that fit.
    package init(
        region: String? = nil, kind: FactorLine.Kind? = nil, year: Int? = nil,
        publication: String? = nil
    ) {
        self.region = region
        self.kind = kind
        self.year = year
        self.publication = publication
    }

    /// The values of a release that fit.
    package func lines(of data: PublishedData) -> [FactorLine] {
        FactorLine.all(of: data.factors).filter { line in
            (region.map { Self.matches(line.region, $0) } ?? true)
                && (kind.map { line.kind == $0 } ?? true)
                && (year.map { line.dataYear == $0 } ?? true)
                && (publication.map { line.publication.identifier == $0 } ?? true)
        }
    }

    private static func matches(_ region: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("*") ? region.hasPrefix(pattern.dropLast()) : region == pattern
    }
}

extension PublishedListing {
    /// Values.
    package func factors(_ lines: [FactorLine]) -> String {
        switch form {
        case .table:
            var table = TextTable(.left, .left, .right, .left, .left, .left)
            for line in lines {
                table.append(
                    line.factorID, line.name.text(in: language), line.value, line.unit,
                    line.publication.identifier, line.confidence.rawValue)
            }
            return words("Release ", zh: "版本 ") + data.factors.release
                + words(", \(lines.count) values\n", zh: "，共 \(lines.count) 个数值\n") + table.text()
        case .csv:
            var table = CSVText(header: FactorLine.header)
            for line in lines { table.append(line.cells) }
            return table.text
        case .json: return data.factorsDocument(lines, language).text
        }
    }

    /// One value, or all of a publication or substance, with document, table and page; nil when nothing is named so.
    package func factor(_ name: String) -> String? {
        let found = data.factorLines(named: name)
        let record = data.factors.contents.records.first { $0.id == name }
        guard !found.isEmpty || record != nil else { return nil }
        guard form == .table else { return factors(found) }
        guard let record else { return found.map(text).joined() }
        return text(record) + factors(found)
    }

    /// One value with its document.
    private func text(_ line: FactorLine) -> String {
        let publication = line.publication
        let record = data.factors.contents.records.first { $0.id == publication.identifier }
        var table = TextTable(.left, .left)
        table.append(line.factorID, line.name.text(in: language))
        table.append(words("value", zh: "数值"), "\(line.value) \(line.unit)")
        if !line.gases.isEmpty { table.append(words("gases", zh: "气体"), line.gases) }
        for part in line.parts { table.append(words("made of", zh: "组成"), part) }
        table.append(
            words("document", zh: "文件"), publication.title.text(in: language))
        table.append(words("issuer", zh: "发布机构"), publication.issuer)
        table.append(words("published", zh: "发布日期"), publication.published ?? "-")
        table.append(words("place", zh: "位置"), line.place)
        table.append(words("locator", zh: "查找"), publication.locator)
        if let record {
            table.append(
                words("basis", zh: "口径"), record.basis.text(in: language))
            table.append(words("licence", zh: "许可"), record.licence)
        }
        table.append(words("confidence", zh: "可信度"), line.confidence.rawValue)
        return table.text() + "\n"
    }

    /// One document.
    private func text(_ record: PublicationRecord) -> String {
        var table = TextTable(.left, .left)
        table.append(record.id, record.publication.title.text(in: language))
        table.append(words("issuer", zh: "发布机构"), record.issuer)
        table.append(words("published", zh: "发布日期"), record.published ?? "-")
        table.append(words("edition", zh: "版次"), record.edition ?? "-")
        table.append(words("gases", zh: "气体"), record.gases)
        table.append(words("losses", zh: "线损"), record.lossBasis.rawValue)
        table.append(words("basis", zh: "口径"), record.basis.text(in: language))
        table.append(
            words("supersedes", zh: "取代"),
            record.supersedes.isEmpty ? "-" : record.supersedes.joined(separator: ", "))
        table.append(words("locator", zh: "查找"), record.locator)
        table.append(words("licence", zh: "许可"), record.licence)
        table.append("sha256", record.sha256?.hexadecimal ?? "-")
        if let notes = record.notes {
            table.append(words("notes", zh: "说明"), notes.text(in: language))
        }
        return table.text() + "\n"
    }

    /// What differs.
    package func differences(_ found: FactorComparison) -> String {
        switch form {
        case .table: return table(found.differences, countingByPublication: found.isOfReleases)
        case .csv:
            var table = CSVText(header: FactorDifference.header)
            for difference in found.differences { table.append(difference.cells) }
            return table.text
        case .json:
            var members = data.heading.members(
                "carbongrade-factor-differences/1", language: language)
            members["differences"] = .array(found.differences.map(\.json))
            return JSONValue.object(members).text
        }
    }

    /// The differences; between releases a table counts added and removed values by publication.
    private func table(
        _ differences: [FactorDifference], countingByPublication isByPublication: Bool
    ) -> String {
        var changed = TextTable(.left, .left, .right, .left, .right, .left, .right)
        var counts: [[String]: Int] = [:]
        for difference in differences {
            if isByPublication, difference.change != .changed {
                counts[
                    [difference.change.rawValue, difference.line?.publication.identifier ?? ""],
                    default: 0] += 1
                continue
            }
            changed.append(
                word(difference.change), difference.line?.factorID ?? "",
                difference.before?.value ?? "-", "->", difference.after?.value ?? "-",
                difference.line?.unit ?? "",
                difference.percentText.map { ($0.hasPrefix("-") ? "" : "+") + $0 + " %" } ?? "")
        }
        var counted = TextTable(.left, .left, .right)
        for (key, count) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            counted.append(
                FactorDifference.Change(rawValue: key[0]).map(word) ?? "", key[1],
                words("\(count) values", zh: "\(count) 个数值"))
        }
        let nothing = words("No difference.\n", zh: "没有差异。\n")
        return differences.isEmpty ? nothing : counted.text() + changed.text()
    }

    private func word(_ change: FactorDifference.Change) -> String {
        switch change {
        case .added: words("added", zh: "新增")
        case .removed: words("removed", zh: "移除")
        case .changed: words("changed", zh: "变更")
        }
    }
}
