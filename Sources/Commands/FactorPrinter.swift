import CarbonAccounting
import Provenance
import Quantities
import Reporting
import Runs

/// Published values in the form that was asked for.
enum FactorPrinter {
    static func list(_ lines: [FactorLine], _ data: PublishedData, _ options: CommonOptions) {
        switch options.format {
        case .table:
            var table = TextTable(.left, .left, .right, .left, .left, .left)
            for line in lines {
                table.append(
                    line.factorID, line.name.text(in: options.language), line.value, line.unit,
                    line.publication.identifier, line.confidence.rawValue)
            }
            Terminal.print(
                options.words("Release ", zh: "版本 ") + data.factors.release
                    + options.words(", \(lines.count) values\n", zh: "，共 \(lines.count) 个数值\n")
                    + table.text())
        case .csv:
            var table = CSVText(header: FactorLine.header)
            for line in lines { table.append(line.cells) }
            Terminal.print(table.text)
        case .json:
            Terminal.print(data.factorsDocument(lines, options.language).text)
        }
    }

    /// One value with its document.
    static func text(
        _ line: FactorLine, _ catalogue: FactorCatalogue, _ options: CommonOptions
    ) -> String {
        let publication = line.publication
        let record = catalogue.contents.records.first { $0.id == publication.identifier }
        var table = TextTable(.left, .left)
        table.append(line.factorID, line.name.text(in: options.language))
        table.append(options.words("value", zh: "数值"), "\(line.value) \(line.unit)")
        if !line.gases.isEmpty { table.append(options.words("gases", zh: "气体"), line.gases) }
        for part in line.parts { table.append(options.words("made of", zh: "组成"), part) }
        table.append(
            options.words("document", zh: "文件"), publication.title.text(in: options.language))
        table.append(options.words("issuer", zh: "发布机构"), publication.issuer)
        table.append(options.words("published", zh: "发布日期"), publication.published ?? "-")
        table.append(options.words("place", zh: "位置"), line.place)
        table.append(options.words("locator", zh: "查找"), publication.locator)
        if let record {
            table.append(
                options.words("basis", zh: "口径"), record.basis.text(in: options.language))
            table.append(options.words("licence", zh: "许可"), record.licence)
        }
        table.append(options.words("confidence", zh: "可信度"), line.confidence.rawValue)
        return table.text() + "\n"
    }

    /// One document.
    static func text(_ record: PublicationRecord, _ options: CommonOptions) -> String {
        var table = TextTable(.left, .left)
        table.append(record.id, record.publication.title.text(in: options.language))
        table.append(options.words("issuer", zh: "发布机构"), record.issuer)
        table.append(options.words("published", zh: "发布日期"), record.published ?? "-")
        table.append(options.words("edition", zh: "版次"), record.edition ?? "-")
        table.append(options.words("gases", zh: "气体"), record.gases)
        table.append(options.words("losses", zh: "线损"), record.lossBasis.rawValue)
        table.append(options.words("basis", zh: "口径"), record.basis.text(in: options.language))
        table.append(
            options.words("supersedes", zh: "取代"),
            record.supersedes.isEmpty ? "-" : record.supersedes.joined(separator: ", "))
        table.append(options.words("locator", zh: "查找"), record.locator)
        table.append(options.words("licence", zh: "许可"), record.licence)
        table.append("sha256", record.sha256?.hexadecimal ?? "-")
        if let notes = record.notes {
            table.append(options.words("notes", zh: "说明"), notes.text(in: options.language))
        }
        return table.text() + "\n"
    }

    /// What differs; between releases a table counts added and removed values by publication.
    static func difference(
        _ differences: [FactorDifference], _ data: PublishedData, _ options: CommonOptions,
        isByPublication: Bool
    ) {
        switch options.format {
        case .table:
            Terminal.print(table(differences, options, isByPublication: isByPublication))
        case .csv:
            var table = CSVText(header: FactorDifference.header)
            for difference in differences { table.append(difference.cells) }
            Terminal.print(table.text)
        case .json:
            var members = data.heading.members(
                "carbongrade-factor-differences/1", language: options.language)
            members["differences"] = .array(differences.map(\.json))
            Terminal.print(JSONValue.object(members).text)
        }
    }

    private static func table(
        _ differences: [FactorDifference], _ options: CommonOptions, isByPublication: Bool
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
                word(difference.change, options), difference.line?.factorID ?? "",
                difference.before?.value ?? "-", "->", difference.after?.value ?? "-",
                difference.line?.unit ?? "",
                difference.percentText.map { ($0.hasPrefix("-") ? "" : "+") + $0 + " %" } ?? "")
        }
        var counted = TextTable(.left, .left, .right)
        for (key, count) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            counted.append(
                FactorDifference.Change(rawValue: key[0]).map { word($0, options) } ?? "", key[1],
                options.words("\(count) values", zh: "\(count) 个数值"))
        }
        let nothing = options.words("No difference.\n", zh: "没有差异。\n")
        return differences.isEmpty ? nothing : counted.text() + changed.text()
    }

    private static func word(
        _ change: FactorDifference.Change, _ options: CommonOptions
    ) -> String {
        switch change {
        case .added: options.words("added", zh: "新增")
        case .removed: options.words("removed", zh: "移除")
        case .changed: options.words("changed", zh: "变更")
        }
    }
}
