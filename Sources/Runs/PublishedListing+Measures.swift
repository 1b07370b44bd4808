package import EnergyLedger
import Provenance
import Quantities
import Reporting
import Retrofit

extension PublishedListing {
    /// All measures, or those for a kind of site.
    package func measures(for kind: Site.Kind? = nil) -> String {
        measures(kind.map(data.measures.measures(for:)) ?? data.measures.measures)
    }

    /// One measure with its range and source; nil when there is none of that name.
    package func measure(_ id: String) -> String? {
        guard let found = data.measures.measure(id) else { return nil }
        return form == .table ? text(found) : measures([found])
    }

    private func measures(_ measures: [Measure]) -> String {
        switch form {
        case .json: return data.measuresDocument(measures, language).text
        case .csv: return MeasureDocument.csv(measures, data.measures, language: language)
        case .table:
            var table = TextTable(.left, .left, .left, .left, .left)
            for measure in measures {
                table.append(
                    measure.id, measure.confidence.rawValue, use(measure),
                    measure.endUse?.rawValue ?? "-", measure.title.text(in: language))
            }
            return table.text(indent: "")
        }
    }

    /// How a measure enters a plan: by its low end, with what it unlocks, or only with own data.
    private func use(_ measure: Measure) -> String {
        if measure.effect == .enabler { return words("enabler", zh: "前提") }
        guard measure.shipsAsDefault else { return words("ask", zh: "需现场数据") }
        return Self.range(measure)
    }

    private static func range(_ measure: Measure) -> String {
        switch (measure.low, measure.high) {
        case (let low?, let high?) where low == high: "\(low)"
        case (let low?, let high?): "\(low)..\(high)"
        case (let low?, nil): "\(low)"
        default: "-"
        }
    }

    private func text(_ measure: Measure) -> String {
        var table = TextTable(.left, .left)
        table.append(measure.id, measure.title.text(in: language))
        func line(_ english: String, _ chinese: String, _ value: String) {
            if !value.isEmpty { table.append(words(english, zh: chinese), value) }
        }
        line("made for", "适用", measure.appliesTo.map(\.rawValue).joined(separator: ", "))
        line("needs", "条件", measure.needs.text(in: language))
        line("acts on", "作用环节", measure.endUse?.rawValue ?? "")
        line("effect", "作用方式", measure.effect.rawValue)
        line(
            "range", "取值范围",
            Self.range(measure) + (measure.unit.isEmpty ? "" : "  [\(measure.unit)]"))
        line(
            "depends on", "前提措施",
            measure.dependsOn.map { $0.joined(separator: " | ") }.joined(separator: "; "))
        line("excludes", "互斥措施", measure.conflictsWith.joined(separator: "; "))
        line("water", "用水", measure.water.text.text(in: language))
        line(
            "plant needed", "所需设备",
            measure.needsPlant.map {
                "\($0.title.text(in: language))  [facts.csv: \($0.rawValue)]"
            }.joined(separator: "; "))
        if let plant = measure.replaces {
            let place = plant.place
            line(
                "replaces", "被替换设备",
                "\(plant.title.text(in: language))  [\(place.file): \(place.name)]")
        }
        line(
            "least age", "最低年限",
            measure.reasonAgainstAge?.text(in: language)
                ?? measure.minimumAgeYears.map { words("\($0) years", zh: "\($0) 年") } ?? "")
        line("remark", "说明", measure.remark.text(in: language))
        let source = data.measures.source(measure.source)
        line("source", "来源", source?.title.text(in: language) ?? measure.source)
        line("place", "出处", source?.locator ?? "")
        line("confidence", "置信度", measure.confidence.rawValue)
        line(
            "default", "默认",
            measure.reasonAgainstDefault.map {
                words("no: ", zh: "否：") + $0.text.text(in: language)
            } ?? words("yes, with the low end as the expectation", zh: "是，以下限为期望值"))
        return table.text(indent: "")
    }
}
