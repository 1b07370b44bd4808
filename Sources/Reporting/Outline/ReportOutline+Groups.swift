import Charts
import Provenance
import Quantities

extension ReportOutline {
    /// The columns of figures that groups and sites share.
    private var figureColumns: [Column] {
        [
            Column("E_DC", unit: "MWh", isNumber: true),
            Column("E_IT", unit: "MWh", isNumber: true),
            Column(words("PUE, above", "PUE 分子"), unit: "MWh", isNumber: true, isDetail: true),
            Column(words("PUE, below", "PUE 分母"), unit: "MWh", isNumber: true, isDetail: true),
            Column("PUE", isNumber: true),
        ]
            + ReportScope.allCases.map { scope in
                Column(text(scope.label), unit: "t", isNumber: true, isDetail: scope == .scope3)
            } + [
                Column(words("Green power", "绿色电力"), unit: "MWh", isNumber: true, isDetail: true),
                Column(words("Green share", "绿电比例"), isNumber: true),
                Column(words("Water", "用水量"), unit: "m3", isNumber: true),
                Column("WUE", unit: "L/kWh", isNumber: true),
                Column(words("Hours complete", "完整小时"), isNumber: true),
                Column(words("Estimated", "估算"), isNumber: true),
            ]
    }

    /// - Parameters:
    ///   - first: The number of the first of these columns.
    ///   - relation: How the sums follow from the rows above; nil where they do not.
    private func figureCells(_ figures: ReportFigures, first: Int, _ relation: Relation? = nil)
        -> [Cell]
    {
        [
            cell(figures.facilityEnergy, relation), cell(figures.itEnergy, relation),
            part(figures.pue, figures.pue.numerator, relation),
            part(figures.pue, figures.pue.denominator, relation),
            cell(figures.pue, places: 3, .ratio(first + 2, first + 3)),
        ] + ReportScope.allCases.map { cell(figures.emission($0), relation) } + [
            cell(figures.greenEnergy, relation),
            cell(figures.greenShare, places: 1, isShare: true), cell(figures.water, relation),
            cell(figures.wue, places: 3), cell(figures.coverage, places: 2, isShare: true),
            cell(figures.estimatedShare, places: 2, isShare: true),
        ]
    }

    /// One of the energies of a ratio in MWh, so that a reader can divide them.
    private func part(_ ratio: ReportRatio, _ joules: Int128, _ relation: Relation?) -> Cell {
        guard ratio.value != nil, joules.magnitude < UInt128(1) << 80,
            let value = DecimalText(Rounding.text(joules, over: 3_600_000_000, places: 12))
        else { return absent(ratio.reason) }
        return .amount(ReportTable.Amount(value, places: places, relation: relation))
    }

    // MARK: - Organisation, regions, hubs

    /// Levels of the organisation, provinces and hubs; absent where nothing is grouped.
    var groups: ReportSection? {
        let kinds: [ReportGroup.Kind] = [.organisation, .region, .hub]
        let tables = kinds.compactMap { groupTable($0) }
        guard !tables.isEmpty else { return nil }
        var blocks: [ReportSection.Block] = tables.map { .table($0) }
        if let chart = regionChart { blocks.insert(.chart(chart), at: 0) }
        return ReportSection(
            id: "groups", title: words("Organisation, provinces, hubs", "组织、省份与枢纽"),
            tab: tab("Groups", "分组"), isWide: true, blocks: blocks)
    }

    private func groupTable(_ kind: ReportGroup.Kind) -> ReportTable? {
        let groups = report.groups(kind)
        guard !groups.isEmpty else { return nil }
        let columns =
            [Column(text(kind.label)), Column(words("Sites", "站点数"), isNumber: true)]
            + figureColumns
        let rows = groups.map { group in
            Row(
                [.text(name(group)), count(group.present.sites)]
                    + figureCells(group.present, first: 2), depth: max(0, group.depth - 1))
        }
        // Every site has one region, so that these alone add up to the whole.
        let isWhole = kind == .region && report.portfolio != nil
        let total = report.portfolio.map { all in
            Row(
                [.text(words("Total", "合计")), count(all.present.sites, .total)]
                    + figureCells(all.present, first: 2, .total))
        }
        return ReportTable(
            title: text(kind.label), tab: tab(kind.label.english, kind.label.chinese),
            columns: columns, rows: rows, total: isWhole ? total : nil,
            pictures: kind == .region
                ? [
                    ReportTable.Picture(
                        .bars, title: words("Scope 2, location-based [t]", "范围二（位置法）[t]"), names: 0,
                        values: [8])
                ] : [])
    }

    private var regionChart: (any Chart)? {
        let groups = report.groups(.region)
        guard groups.count > 1 else { return nil }
        let rows = groups.map { group in
            ThresholdBars.Row(
                name(group), Self.value(cell(group.present.emission(.scope2Location))),
                tone: .series(5))
        }
        let sorted = rows.enumerated().sorted { one, other in
            let zero = DecimalText(significand: 0, scale: 0)
            let (left, right) = (one.element.value ?? zero, other.element.value ?? zero)
            return left == right ? one.offset < other.offset : left > right
        }.map(\.element)
        return ThresholdBars(
            title: words(
                "Scope 2, location-based, by region: the 20 largest", "各地区范围二（位置法）：前 20"),
            rows: Array(sorted.prefix(20)), thresholds: [], measure: Measure("t", places: 1),
            words: chartWords)
    }

    // MARK: - Sites

    /// Every site with its figures.
    var sites: ReportSection {
        let sites = report.groups(.site)
        let columns =
            [
                Column(words("Site", "站点编号")), Column(words("Name", "名称")),
                Column(words("Kind", "类型"), isDetail: true),
                Column(words("Region", "地区")),
                Column(words("Organisation", "组织"), isDetail: true),
                Column(words("Hub", "枢纽"), isDetail: true),
            ] + figureColumns + [
                Column(words("Level", "等级")),
                Column(words("Designation", "指标称谓"), isDetail: true),
                Column(words("PUE category", "PUE 类别"), isDetail: true),
            ]
        let levels = firstLevels
        let rows = sites.map { site -> Row in
            let facts = site.site
            let places: [Cell] = [
                .text(ShownText.of(site.id)), .text(name(site)),
                .text(facts.map { text($0.kindLabel) } ?? ""),
                .text(ShownText.of(facts?.region ?? "")),
                .text(ShownText.of(facts?.organisation ?? "")),
                .text(ShownText.of(facts?.hub ?? "")),
            ]
            return Row(
                places + figureCells(site.present, first: 6) + [
                    .text(levels[site.id] ?? "–"), .text(site.present.pueDesignation),
                    .text(site.present.pueCategory.map(String.init) ?? "–"),
                ])
        }
        let blank = Cell.text("")
        let total = report.portfolio.map { all in
            Row(
                [.text(words("Total", "合计")), blank, blank, blank, blank, blank]
                    + figureCells(all.present, first: 6, .total) + [
                        blank, .text(all.present.pueDesignation), blank,
                    ])
        }
        let table = ReportTable(
            title: words("Sites", "站点"),
            note: words(
                "Level: of the first scheme that applies and gives one.", "等级：首个适用且给出等级的体系。"),
            columns: columns, rows: rows, total: total)
        return ReportSection(
            id: "sites", title: words("Sites", "站点"), tab: tab("Sites", "站点"), isWide: true,
            blocks: [siteChart.map { .chart($0) }, .table(table)].compactMap { $0 })
    }

    /// The first level of each site by a scheme that applies to it.
    private var firstLevels: [String: String] {
        report.grades.reduce(into: [:]) { levels, grade in
            guard let level = grade.level, !grade.isInformative, !grade.isOperator,
                levels[grade.siteID] == nil
            else { return }
            levels[grade.siteID] = "\(level) (\(grade.scheme))"
        }
    }

    private var siteChart: (any Chart)? {
        let sites = report.groups(.site).filter { $0.present.pue.value != nil }
        guard sites.count > 1 else { return nil }
        let levels = firstLevels
        let rows = sites.map { site in
            ThresholdBars.Row(
                name(site), Self.value(cell(site.present.pue, places: 3)),
                note: levels[site.id] ?? "")
        }.sorted { one, other in
            guard let left = one.value, let right = other.value, left != right else {
                return one.name < other.name
            }
            return left > right
        }
        return ThresholdBars(
            title: words("PUE of sites: the 25 highest", "各站点 PUE：最高 25 个"),
            rows: Array(rows.prefix(25)), thresholds: [], base: .one,
            measure: Measure("", places: 3), note: words("Level", "等级"), words: chartWords)
    }
}
