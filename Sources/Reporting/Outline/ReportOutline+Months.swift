import Charts
import Provenance
import Quantities

extension ReportOutline {
    private var twelve: [ReportMonth] { report.portfolio?.months ?? [] }

    private func mass(_ month: ReportMonth, _ scope: ReportScope) -> Cell {
        month.emissions[scope].map { cell($0) } ?? absent(nil)
    }

    /// Month by month over twelve months.
    var months: ReportSection? {
        guard !twelve.isEmpty else { return nil }
        let columns =
            [
                Column(words("Month", "月份")), Column("E_DC", unit: "MWh", isNumber: true),
                Column("E_IT", unit: "MWh", isNumber: true),
                Column(words("other", "其他"), unit: "MWh", isNumber: true),
                Column("PUE", isNumber: true),
            ] + ReportScope.allCases.map { Column(text($0.label), unit: "t", isNumber: true) }
            + [Column(words("Water", "用水量"), unit: "m3", isNumber: true)]
        let rows = twelve.map { month -> Row in
            Row(
                [
                    .text(month.label), cell(month.facilityEnergy), cell(month.itEnergy),
                    rest(month), cell(month.pue, places: 3),
                ] + ReportScope.allCases.map { mass(month, $0) } + [cell(month.water)])
        }
        let pictures = [
            ReportTable.Picture(
                .stacked, title: words("Energy [MWh]", "电量 [MWh]"), names: 0, values: [2, 3]),
            ReportTable.Picture(
                .columns, title: words("Scope 2 [t]", "范围二 [t]"), names: 0, values: [6, 7]),
            ReportTable.Picture(.line, title: "PUE", names: 0, values: [4]),
        ]
        return ReportSection(
            id: "months", title: words("Month by month", "逐月数据"),
            tab: tab("Months", "逐月"), isWide: true,
            blocks: [
                .table(
                    ReportTable(
                        title: report.twelveMonths.label,
                        note: words(
                            "Months are interim: their PUE is over the hours that both energies have.",
                            "各月为中期值：PUE 按两项电量均有的小时计算。"),
                        columns: columns, rows: rows, pictures: pictures))
            ])
    }

    /// What is not IT equipment; only where the same sites stand behind both.
    private func rest(_ month: ReportMonth) -> Cell {
        let (all, it) = (month.facilityEnergy, month.itEnergy)
        guard let whole = all.known, let part = it.known, all.sites == it.sites,
            all.missing == it.missing
        else { return absent(it.reason ?? all.reason) }
        return cell(Energy(joules: whole.joules - part.joules), .difference(1, 2))
    }

    // MARK: - Pictures

    var energyChart: (any Chart)? {
        guard twelve.contains(where: { $0.facilityEnergy.known != nil }) else { return nil }
        let it = twelve.map { Self.value(cell($0.itEnergy)) }
        let rest = twelve.map { Self.value(self.rest($0)) }
        let isSplit = rest.contains { $0 != nil }
        let series =
            isSplit
            ? [
                Series(words("IT equipment", "IT 设备"), it),
                Series(words("cooling, losses and other", "制冷、损耗及其他"), rest),
            ]
            : [Series("E_DC", twelve.map { Self.value(cell($0.facilityEnergy)) })]
        return ColumnChart(
            title: words("Energy by month", "逐月电量"), categories: twelve.map(\.label),
            series: series, measure: Measure("MWh", places: 1), words: chartWords)
    }

    var carbonChart: (any Chart)? {
        let scopes: [ReportScope] = [.scope2Location, .scope2Market]
        let series = scopes.enumerated().map { number, scope in
            Series(
                text(scope.label), twelve.map { Self.value(mass($0, scope)) },
                tone: .series(number == 0 ? 5 : 2))
        }
        guard series.contains(where: { $0.values.contains { $0 != nil } }) else { return nil }
        return LineChart(
            title: words("Carbon by month", "逐月碳排放"), series: series,
            marks: twelve.enumerated().map { AxisMark($0, $1.label) },
            measure: Measure("t", places: 1), includesZero: true, words: chartWords)
    }

    var pueChart: (any Chart)? {
        let values = twelve.map { Self.value(cell($0.pue, places: 3)) }
        guard values.contains(where: { $0 != nil }) else { return nil }
        return LineChart(
            title: words("PUE by month", "逐月 PUE"), series: [Series("PUE", values)],
            marks: twelve.enumerated().map { AxisMark($0, $1.label) },
            measure: Measure("", places: 3), words: chartWords)
    }
}
