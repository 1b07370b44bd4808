import Provenance
import Quantities

// The single checks of a lot; each gives the refusal, or nil where nothing speaks against it.

extension LotChecker {
    /// Tells whether a criterion says anything about a kind of lot.
    func applies(_ criterion: QualityCriterion, to lot: Instrument) -> Bool {
        switch criterion {
        case .supplierRate: lot.kind == .supplierRate
        case .claimsTransferred: lot.kind.isContract || lot.kind == .selfUse
        default: true
        }
    }

    /// Criterion 1.
    func emissionRate(_ lot: Instrument) -> InstrumentRefusal? {
        guard lot.rate == nil else { return nil }
        return InstrumentRefusal(
            .criterion, .emissionRate,
            BilingualText(
                "no factor_kgco2e_per_kwh is given and the technology does not imply one",
                zh: "未填写 factor_kgco2e_per_kwh，且发电技术不能确定排放率"))
    }

    /// Criterion 3.
    func cancellation(_ lot: Instrument) -> InstrumentRefusal? {
        func refusal(_ english: String, zh chinese: String) -> InstrumentRefusal {
            InstrumentRefusal(.criterion, .cancelled, BilingualText(english, zh: chinese))
        }
        if isSold(lot) {
            return refusal(
                "its certificates were cancelled for someone other than its site",
                zh: "其绿证已为本站点以外的主体核销")
        }
        // Where no certificate exists that could be sold, none can be cancelled.
        let cannotBeSold =
            lot.isTradable == false && (lot.kind == .selfUse || lot.kind == .directLine)
        guard lot.cancelledOn != nil || cannotBeSold else {
            return refusal("cancelled_on is empty", zh: "未填写 cancelled_on")
        }
        // Its generation lies somewhere between both dates, so only a day before the first is impossible.
        if let cancelled = lot.cancelledOn, cancelled < lot.generationStart {
            return refusal(
                "it was cancelled on \(cancelled), before any of it was generated (from \(lot.generationStart) on)",
                zh: "核销日 \(cancelled) 早于其发电（始于 \(lot.generationStart)）")
        }
        guard let beneficiary = lot.cancelledFor else {
            guard lot.kind.isCertificate else { return nil }
            return refusal(
                "cancelled_for is empty: nobody is named who may claim it",
                zh: "未填写 cancelled_for，无法确认声明方")
        }
        if !isOurs(beneficiary) {
            return refusal(
                "it was cancelled for \(Self.shown(beneficiary)), which is neither this organisation nor a site of it",
                zh: "核销对象 \(Self.shown(beneficiary)) 既非本组织也非其站点")
        }
        if let site = site(of: lot), !isIn(site, beneficiary: beneficiary) {
            return refusal(
                "it was cancelled for \(Self.shown(beneficiary)), but site_id gives it to \(Self.shown(site.siteID)): no site may use it",
                zh:
                    "核销对象为 \(Self.shown(beneficiary))，而 site_id 为 \(Self.shown(site.siteID))：没有站点可以使用"
            )
        }
        return nil
    }

    /// Criterion 4, with the validity of green certificates and the same-year rule.
    func vintage(_ lot: Instrument) -> InstrumentRefusal? {
        if lot.kind == .gec, let cancelled = lot.cancelledOn {
            let lapse = InstrumentRules.lapse(ofGeneration: lot.generationStart)
            if cancelled >= lapse {
                return InstrumentRefusal(
                    .expired, .vintage,
                    BilingualText(
                        "generated from \(lot.generationStart), it lapsed before \(lapse) and was cancelled on \(cancelled)",
                        zh: "发电始于 \(lot.generationStart)，于 \(lapse) 前失效，核销日为 \(cancelled)"))
            }
        }
        if lot.kind.isSettled, lot.firstGenerationYear != lot.lastGenerationYear {
            // What each year got is known from the settlement and is not in proportion to time.
            return InstrumentRefusal(
                .wrongYear, .vintage,
                BilingualText(
                    "delivered from \(lot.generationStart) until before \(lot.generationEnd), it spans calendar years; split the line at the turn of the year, each part with the amount settled for it",
                    zh:
                        "交付期 \(lot.generationStart) 至 \(lot.generationEnd)（不含）跨自然年；请按年拆分该行，分别填写各年的结算电量"
                ))
        }
        let isWrong =
            switch lot.kind {
            // What is generated after the year cannot have been used in it.
            case .gec:
                lot.lastGenerationYear > lot.year
                    || (mustBeSameYear(lot) && lot.firstGenerationYear != lot.year)
            case .greenTrade, .selfUse, .directLine, .ppa, .supplierRate:
                lot.firstGenerationYear != lot.year
            case .irec, .go, .rec, .granular: isOutsideWindow(lot)
            }
        guard isWrong else { return nil }
        return InstrumentRefusal(
            .wrongYear, .vintage,
            BilingualText(
                "generated from \(lot.generationStart) until before \(lot.generationEnd), it is claimed for \(lot.year)",
                zh: "发电期为 \(lot.generationStart) 至 \(lot.generationEnd)（不含），却用于 \(lot.year) 年"))
    }

    private func mustBeSameYear(_ lot: Instrument) -> Bool {
        rules.gecSameYear && lot.year >= InstrumentRules.sameYearSince
    }

    private func isOutsideWindow(_ lot: Instrument) -> Bool {
        guard let january = CivilDate(year: lot.year, month: 1, day: 1) else { return true }
        return lot.generationStart < january.firstOfMonth(adding: -rules.monthsBefore)
            || lot.generationEnd > january.firstOfMonth(adding: 12 + rules.monthsAfter)
    }

    /// Criterion 5.
    func market(_ lot: Instrument) -> InstrumentRefusal? {
        func refusal(_ english: String, zh chinese: String) -> InstrumentRefusal {
            InstrumentRefusal(.criterion, .market, BilingualText(english, zh: chinese))
        }
        if lot.kind == .selfUse || lot.kind == .directLine {
            return lot.siteID == nil
                ? refusal(
                    "site_id is empty: own generation and a direct line belong to one site",
                    zh: "未填写 site_id：自用与直连须属于某一站点") : nil
        }
        guard let market = markets.market(of: lot) else {
            return refusal("neither market nor region is given", zh: "未填写 market 或 region")
        }
        func serves(_ site: Consumer) -> Bool {
            markets.market(of: site.region, for: lot.kind) == market
        }
        if let site = site(of: lot) {
            guard !serves(site) else { return nil }
        } else if let beneficiary = lot.cancelledFor, isOurs(beneficiary) {
            // Only those that it was cancelled for may use it.
            guard !sites.contains(where: { isIn($0, beneficiary: beneficiary) && serves($0) })
            else { return nil }
        } else {
            guard !sites.contains(where: serves) else { return nil }
        }
        return refusal(
            "it comes from the market \(Self.shown(market)), in which no site that it may serve buys",
            zh: "来自 \(Self.shown(market)) 市场，其可服务的站点均不在该市场购电")
    }

    /// Criterion 6.
    func supplierRate(_ lot: Instrument) -> InstrumentRefusal? {
        guard lot.kind == .supplierRate, lot.contract == nil || lot.factor == nil else {
            return nil
        }
        return InstrumentRefusal(
            .criterion, .supplierRate,
            BilingualText(
                "a supplier's rate needs its factor and the contract that states the certificates behind it",
                zh: "供电商因子须填写因子以及说明其所含凭证的合同"))
    }

    /// Criterion 7, with the rules of Chinese certificates: no credits beside it, whole certificates,
    /// nothing bought that may not be traded.
    func transfer(_ lot: Instrument) -> InstrumentRefusal? {
        func refusal(
            _ english: String, zh chinese: String, _ criterion: QualityCriterion
        ) -> InstrumentRefusal {
            InstrumentRefusal(.criterion, criterion, BilingualText(english, zh: chinese))
        }
        if lot.hasCCER == true {
            return refusal(
                "the same generation was issued carbon credits (CCER)", zh: "同一电量已签发 CCER",
                .soleClaim)
        }
        if lot.kind.isContract, lot.contract == nil || lot.settlement == nil {
            return refusal(
                "contract and settlement must both be given", zh: "须同时填写合同与结算凭证",
                .claimsTransferred)
        }
        if lot.kind == .gec, lot.isTradable == false {
            return refusal(
                "a certificate that may not be traded stays with its generator",
                zh: "不可交易绿证不得转让", .claimsTransferred)
        }
        if let unit = lot.kind.energyOfSerial, lot.kind != .granular,
            lot.quantity.joules % unit.joules != 0
        {
            return refusal(
                "the amount is no whole number of certificates of 1,000 kWh",
                zh: "电量不是 1000 千瓦时凭证的整数倍", .soleClaim)
        }
        if let serials = lot.serials, let unit = lot.kind.energyOfSerial,
            serials.count.multipliedReportingOverflow(by: Int128(unit.joules)).overflow
                || serials.count * Int128(unit.joules) != Int128(lot.quantity.joules)
        {
            return refusal(
                "\(serials.count) serial numbers do not come to the amount",
                zh: "\(serials.count) 个编号与电量不符", .soleClaim)
        }
        return nil
    }

    /// What the accounting profile gives an effect.
    func effect(_ lot: Instrument) -> InstrumentRefusal? {
        func refusal(_ english: String, zh chinese: String) -> InstrumentRefusal {
            InstrumentRefusal(.profile, nil, BilingualText(english, zh: chinese))
        }
        switch profile {
        case .ghgProtocol2015, .cnMarketGEC: return nil
        case .cnMEEEnterprise:
            guard lot.kind != .selfUse, lot.kind != .directLine else { return nil }
            return refusal(
                "under cn_mee_enterprise only own use and a direct line off the public grid count",
                zh: "按 cn_mee_enterprise 口径，仅自发自用和不入公网的直供电量计为零")
        case .cnGBT32150:
            if lot.kind == .selfUse { return nil }
            guard lot.contract == nil || lot.settlement == nil else { return nil }
            return refusal(
                "under cn_gbt32150_2025 only a contract with its settlement counts; the standard is not clear on stand-alone certificates",
                zh: "按 cn_gbt32150_2025 口径，仅有合同与结算凭证的电量计为零；标准对单独绿证未明确")
        case .ghgProtocolHourly:
            if lot.kind == .selfUse || lot.kind == .directLine || lot.profileFile != nil {
                return nil
            }
            return refusal(
                "under ghg_protocol_hourly a lot needs its generation by hour (profile_file)",
                zh: "按 ghg_protocol_hourly 口径，凭证须提供逐小时发电曲线（profile_file）")
        }
    }

    /// Criterion 2: the certificates of a lot may stand in no other lot of the table, of whatever year or kind, and in
    /// no release of another year.
    func doubleClaims(_ lots: [Instrument]) -> [String: InstrumentRefusal] {
        DoubleClaims(of: table ?? lots, spent: spent) { lot in
            isSold(lot) || lot.cancelledFor.map { !isOurs($0) } ?? false
        }.refusals
    }

    /// The beginning of a cell, for a sentence.
    static func shown(_ text: String) -> String { String(text.unicodeScalars.prefix(60)) }
}
