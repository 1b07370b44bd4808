public import Provenance
import Quantities

/// The quarterly report in a few lines that fit into a mail (邮件摘要): plain text, the same in every form.
public enum ReportSummary {
    /// The text; in both languages the Chinese one stands first.
    public static func text(_ report: QuarterlyReport, language: Language) -> String {
        switch language {
        case .chinese, .english: Lines(report, language).text
        case .both:
            Lines(report, .chinese).text + "\n" + String(repeating: "-", count: 40) + "\n\n"
                + Lines(report, .english).text
        }
    }
}

private struct Lines {
    private let report: QuarterlyReport
    private let language: Language

    init(_ report: QuarterlyReport, _ language: Language) {
        self.report = report
        self.language = language
    }

    private func words(_ english: String, _ chinese: String) -> String {
        BilingualText(english, zh: chinese).text(in: language)
    }

    private func plain(_ text: BilingualText) -> String {
        ReportText.plain(text.text(in: language))
    }

    var text: String {
        let all = [title, figures, causes, levels, obligations, plan, quality, submissions, tail]
        return all.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
            .joined(separator: "\n")
    }

    private var title: [String] {
        let sites = report.portfolio?.present.sites ?? 0
        let emptiness = report.emptiness.map { [plain($0)] } ?? []
        return [
            plain(report.organisation)
                + words(": energy and carbon ", "：能源与碳排放 ") + report.period.label,
            words(sites == 1 ? "1 site, " : "\(sites) sites, ", "\(sites) 个站点，")
                + "\(report.period.start) – \(report.period.end.adding(days: -1))",
        ] + emptiness
    }

    // MARK: - Figures

    private var figures: [String] {
        guard let group = report.portfolio else { return [] }
        func line<Quantity: ExtensiveQuantity>(
            _ name: String, _ unit: String, _ total: (ReportFigures) -> ReportTotal<Quantity>
        ) -> String {
            let now = total(group.present)
            let earlier = [group.before.figures, group.yearBefore.figures].map {
                $0.map(total)
            }
            return name + ": " + amount(now, unit)
                + zip(["QoQ", "YoY"], earlier).map { label, then in
                    "  \(self.label(label)) " + change(from: then, to: now)
                }.joined()
        }
        func ratio(_ name: String, _ unit: String, _ ratio: (ReportFigures) -> ReportRatio)
            -> String
        {
            let now = ratio(group.present)
            let parts = [
                (label("QoQ"), group.before.figures), (label("YoY"), group.yearBefore.figures),
            ].map { label, figures in
                "  \(label) " + (figures.map { earlier(ratio($0)) } ?? words("not known", "未知"))
            }
            return name + ": " + (now.text.map { $0 + unit } ?? absence(now.reason))
                + partly(now.sites, now.missing) + parts.joined()
        }
        var lines = [
            line("E_DC", "kWh") { $0.facilityEnergy }, line("E_IT", "kWh") { $0.itEnergy },
            ratio(group.present.pueDesignation, "") { $0.pue },
        ]
        for scope in ReportScope.allCases {
            lines.append(line(scope.label.text(in: language), "kg") { $0.emission(scope) })
        }
        lines.append(ratio(words("Green share", "绿电消费比例"), "") { $0.greenShare })
        lines.append(line(words("Water", "用水"), "m³") { $0.water })
        lines.append(ratio("WUE", " L/kWh") { $0.wue })
        lines.append(ratio(words("Coverage", "数据覆盖率"), "") { $0.coverage })
        lines.append(ratio(words("Estimated", "估算占比"), "") { $0.estimatedShare })
        let partial = group.present.sites - group.present.wholeSites
        if partial > 0 {
            lines.append(
                words(
                    "Totals of \(Counted.text(partial, "site")) are of the covered hours.",
                    "其中 \(partial) 个站点的合计仅含已覆盖小时。"))
        }
        return lines
    }

    private func label(_ name: String) -> String {
        name == "QoQ"
            ? words("before", "环比") + " \(report.periodBefore.label)"
            : words("year before", "同比") + " \(report.periodYearBefore.label)"
    }

    private func amount<Quantity>(_ total: ReportTotal<Quantity>, _ unit: String) -> String {
        guard let known = total.known else { return absence(total.reason) }
        return GradeText.grouped(known.text, places: 0) + " " + unit
            + partly(total.sites, total.missing)
    }

    private func partly(_ sites: Int, _ missing: Int) -> String {
        guard sites > 0, missing > 0 else { return "" }
        return words(
            " (\(sites) of \(sites + missing) sites)", "（\(sites + missing) 个站点中的 \(sites) 个）")
    }

    private func absence(_ reason: BilingualText?) -> String {
        words("not known", "未知") + (reason.map { " (\(plain($0)))" } ?? "")
    }

    /// An earlier ratio, with how many sites stand behind it where some lack it.
    private func earlier(_ ratio: ReportRatio) -> String {
        ratio.text.map { $0 + partly(ratio.sites, ratio.missing) } ?? words("not known", "未知")
    }

    /// The change in per cent with one place, between sums over all sites only: equal counts of
    /// sites may still be other sites.
    private func change<Quantity: ExtensiveQuantity>(
        from then: ReportTotal<Quantity>?, to now: ReportTotal<Quantity>
    ) -> String {
        guard let then, then.known != nil, now.known != nil else { return words("not known", "未知") }
        guard let old = then.total, let new = now.total else {
            return words("not compared, unlike sites", "站点范围不同，不作对比")
        }
        guard old.whole > 0 else { return words("not known", "未知") }
        let percent = Rounding.text(
            (Int128(new.whole) - Int128(old.whole)) * 100, over: Int128(old.whole), places: 1)
        return (new.whole > old.whole ? "+" : "") + percent + " %"
    }

    // MARK: - Why, and what follows

    private var causes: [String] {
        guard let group = report.portfolio else { return [] }
        let all = [(label("QoQ"), group.before), (label("YoY"), group.yearBefore)].flatMap {
            label, comparison in
            [ReportScope.scope2Location, .scope2Market].compactMap { scope in
                comparison.difference(of: scope).map { (label, $0) }
            }
        }
        guard !all.isEmpty else { return [] }
        return [words("Differences by cause, kg:", "差异原因（kg）：")]
            + all.map { label, one in
                "  \(one.scope.label.text(in: language)), \(label): "
                    + signed(one.whole) + " = "
                    + one.causes.map {
                        $0.label.text(in: language) + " " + signed($0.mass)
                    }.joined(separator: ", ")
            }
    }

    private func signed(_ mass: EmissionMass) -> String {
        let size = EmissionMass(milligrams: abs(mass.milligrams))
        let digits = GradeText.grouped(size.kilogramsText, places: 0)
        // What rounds to nothing has no sign.
        guard digits != "0" else { return digits }
        return mass.milligrams < 0 ? "-" + digits : "+" + digits
    }

    private var levels: [String] {
        let reached = report.grades.filter { $0.level != nil && !$0.isInformative }
        guard !reached.isEmpty else { return [] }
        let shown = reached.prefix(10).map { grade in
            "  \(ReportText.plain(grade.siteID)): \(grade.scheme) \(grade.level ?? "")"
                + (grade.gap.map { "; " + $0.text(in: language) } ?? "")
        }
        return [
            words(
                "Levels over the twelve months \(report.twelveMonths.label):",
                "截至期末十二个月（\(report.twelveMonths.label)）的等级：")
        ] + shown + more(reached.count - shown.count)
    }

    private var obligations: [String] {
        let open = report.obligations.filter { $0.due.standing == .notMet }
        guard !open.isEmpty else { return [] }
        let shown = open.prefix(10).map { grade, due in
            "  \(due.due) \(ReportText.plain(grade.siteID)): \(grade.scheme) "
                + "\(due.criterion) \(due.limit) (\(due.value?.text() ?? "-"))"
        }
        return [words("Due and not met today:", "即将到期且目前未达到：")] + shown
            + more(open.count - shown.count)
    }

    private var plan: [String] {
        let plan = report.plan
        if let reason = plan.reason {
            return [words("Plan: ", "改造方案：") + plain(reason)]
        }
        let done = plan.progress.filter { $0.status == "done" }.count
        let saved = GradeText.grouped(plan.saved.kilowattHoursText, places: 0)
        let capital = GradeText.grouped(plan.capital.text, places: 0)
        let (currency, count) = (ReportText.plain(plan.currency), plan.measures.count)
        return [
            words(
                "Plan: \(Counted.text(count, "measure")), \(capital) \(currency), \(saved) kWh a year; \(done) done.",
                "改造方案：\(count) 项措施，投资 \(capital) \(currency)，年节电 \(saved) kWh；已完成 \(done) 项。")
        ]
    }

    private var quality: [String] {
        let quality = report.quality
        let heavy = quality.kinds.filter { $0.severity == .disqualifies }
        var lines = [
            words(
                "Findings: \(quality.count(.disqualifies)) disqualify, \(quality.count(.warning)) warn.",
                "问题：不可出证 \(quality.count(.disqualifies)) 处，警告 \(quality.count(.warning)) 处。")
        ]
        lines += heavy.prefix(5).map { "  [\($0.code)] x\($0.count) " + plain($0.example) }
        if !report.restatements.isEmpty {
            let periods = Set(report.restatements.map { "\($0.period) v\($0.version)" }).sorted()
            lines.append(
                words("Released figures changed: ", "已发布数据有变化：")
                    + periods.joined(separator: ", ") + " (report-restatements.csv)")
        }
        return lines
    }

    private var submissions: [String] {
        guard !report.submissions.isEmpty else { return [] }
        return [
            words(
                "Rolled up from \(report.submissions.count) signed submissions.",
                "由 \(report.submissions.count) 份已签名报送汇总。")
        ]
    }

    private func more(_ count: Int) -> [String] {
        count > 0 ? [words("  and \(count) more", "  另有 \(count) 项")] : []
    }

    private var tail: [String] {
        [
            "carbongrade \(report.tool), "
                + words("factors ", "因子 ") + report.sources.factorRelease + ", tzdata "
                + report.zoneRelease
        ]
    }
}
