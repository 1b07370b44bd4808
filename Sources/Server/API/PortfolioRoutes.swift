import EnergyLedger
import Metering
import Hummingbird
import Provenance
import Quantities
import Reporting
import Runs

/// The portfolio as it is set up (组合): sites, meters, what stands in the ledger.
enum PortfolioRoutes {
    static let all: [Route] = [sites, site, meters, meter, periods, batches]

    private static let sites = Route(
        method: .get, path: "/api/v1/sites", access: .needs(.read),
        summary: "The sites that you may see, in the order of sites.csv.",
        parameters: ListPage.parameters,
        answers: [
            Route.Answer(
                status: 200, summary: "A page of sites.",
                schema: .document(["sites", "next_cursor"]))
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        let visible = try call.sites(where: .read, ground.portfolio)
        let sites = ground.portfolio.sites.filter { visible.contains($0.id) }
        let (page, next) = try ListPage.cut(sites, call, key: \.id)
        return document(
            "carbongrade-sites/1", ground,
            ["sites": .array(page.map(\.json)), "next_cursor": next]
        ).response(to: call)
    }

    private static let site = Route(
        method: .get, path: "/api/v1/sites/{site}", access: .needs(.read), summary: "One site.",
        parameters: [siteInPath],
        answers: [
            Route.Answer(
                status: 200, summary: "The site and its meters.",
                schema: .document(["site", "meters"])),
            notFound,
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        let site = try call.site(try call.text("site"), .read, ground.portfolio)
        return document(
            "carbongrade-site/1", ground,
            [
                "site": site.json,
                "meters": .array(ground.portfolio.meters(of: site).map(\.json)),
            ]
        ).response(to: call)
    }

    private static let meters = Route(
        method: .get, path: "/api/v1/meters", access: .needs(.read),
        summary: "The meters of the sites that you may see, in the order of meters.csv.",
        parameters: ListPage.parameters + [ofSite],
        answers: [
            Route.Answer(
                status: 200, summary: "A page of meters.",
                schema: .document(["meters", "next_cursor"])),
            notFound,
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        var visible = try call.sites(where: .read, ground.portfolio)
        if let id = call.values["site"] {
            visible = .some([try call.site(id, .read, ground.portfolio).id])
        }
        let meters = ground.portfolio.meters.filter { visible.contains($0.siteID) }
        let (page, next) = try ListPage.cut(meters, call) { "\($0.id)\u{1F}\($0.validity.start)" }
        return document(
            "carbongrade-meters/1", ground,
            ["meters": .array(page.map(\.json)), "next_cursor": next]
        ).response(to: call)
    }

    private static let meter = Route(
        method: .get, path: "/api/v1/meters/{meter}", access: .needs(.read),
        summary: "One meter: a line for each of its validities.",
        parameters: [
            Route.Parameter(
                name: "meter", form: .text(most: 400), summary: "The meter's id.", isInPath: true)
        ],
        answers: [
            Route.Answer(status: 200, summary: "The meter.", schema: .document(["meters"])),
            notFound,
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        let visible = try call.sites(where: .read, ground.portfolio)
        let id = try call.text("meter")
        let found = ground.portfolio.meters.filter { $0.id == id && visible.contains($0.siteID) }
        guard !found.isEmpty else {
            throw Problem(
                .notFound, "unknown-meter", "there is no meter of that name", zh: "没有该名称的计量点")
        }
        return document(
            "carbongrade-meter/1", ground, ["meters": .array(found.map(\.json))]
        ).response(to: call)
    }

    private static let periods = Route(
        method: .get, path: "/api/v1/periods", access: .needs(.read),
        summary: "The calendar years that the readings span.",
        answers: [
            Route.Answer(status: 200, summary: "The span.", schema: .document(["span"])), nothing,
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        return try await call.platform.results.document("periods", ground) { bench in
            guard let span = try await bench.results.span(bench.ground) else {
                throw Problem.nothingIngested
            }
            return document(
                "carbongrade-periods/1", bench.ground,
                [
                    "span": .object([
                        "label": .string(span.label), "start": .string("\(span.start)"),
                        "end": .string("\(span.end)"),
                    ])
                ])
        }.response(to: call)
    }

    private static let batches = Route(
        method: .get, path: "/api/v1/batches", access: .needs(.read),
        summary:
            "The ingests that stand in the ledger, the newest first; those whose every meter you may see.",
        parameters: ListPage.parameters,
        answers: [
            Route.Answer(
                status: 200, summary: "A page of batches, each file with its energy statement.",
                schema: .document(["batches", "next_cursor"]))
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        let batches = try await visibleBatches(call, ground, .read)
        let (page, next) = try ListPage.cut(batches, call) { String($0.number) }
        return document(
            "carbongrade-batches/1", ground,
            ["batches": .array(page.map(\.json)), "next_cursor": next]
        ).response(to: call)
    }

    /// The batches all of whose meters lie where the caller may do something.
    static func visibleBatches(
        _ call: Call, _ ground: Results.Ground, _ permission: Permission
    ) async throws -> [LedgerBatches.Batch] {
        let folder = ground.portfolio.folder
        let all = try await call.platform.results.computing {
            try LedgerBatches(of: folder).batches
        }
        let visible = try call.sites(where: permission, ground.portfolio)
        guard visible != .all else { return all }
        let meters = Set(ground.portfolio.meters.filter { visible.contains($0.siteID) }.map(\.id))
        return all.filter { !$0.meterIDs.isEmpty && $0.meterIDs.isSubset(of: meters) }
    }

    // MARK: - Shared

    static let siteInPath = Route.Parameter(
        name: "site", form: .text(most: 400), summary: "The site's id.", isInPath: true)
    static let ofSite = Route.Parameter(
        name: "site", form: .text(most: 400), summary: "One site only.")
    static let notFound = Route.Answer(
        status: 404, summary: "There is no such thing, or you may not see it.",
        type: "application/problem+json")
    static let nothing = Route.Answer(
        status: 409, summary: "Nothing was ingested yet, or there is no portfolio.",
        type: "application/problem+json")

    /// A document about the portfolio, with its heading.
    static func document(
        _ schema: String, _ ground: Results.Ground, _ members: [String: JSONValue]
    ) -> Document {
        var all = ground.portfolio.heading(findings: []).members(schema)
        all.merge(members) { $1 }
        return Document(.object(all))
    }
}

extension Site {
    /// The site as JSON; the keys are the columns of sites.csv.
    var json: JSONValue {
        .object([
            "site_id": .string(id), "name": .string(name), "name_zh": .string(nameChinese),
            "kind": .string(kind.rawValue), "region": .string(region), "grid": .text(grid),
            "timezone": .string(calendar.identifier), "organisation": .text(organisation),
            "hub": .text(hub), "commissioned": .text(commissioned.map { "\($0)" }),
            "it_design_kw": .decimal(itDesignKilowatts?.description),
            "racks_design": racksDesign.map { .integer($0) } ?? .null,
            "racks_installed": racksInstalled.map { .integer($0) } ?? .null,
            "racks_occupied": racksOccupied.map { .integer($0) } ?? .null,
            "rack_nominal_kw": .decimal(rackNominalKilowatts?.description),
            "floor_area_m2": .decimal(floorAreaSquareMetres?.description),
            "boundary_excludes": .array(
                boundaryExcludes.map(\.rawValue).sorted().map(JSONValue.string)),
            "cooling": .text(cooling?.rawValue),
        ])
    }
}

extension Meter {
    /// The meter as JSON; the keys are the columns of meters.csv.
    var json: JSONValue {
        .object([
            "meter_id": .string(id), "site_id": .string(siteID),
            "account": .string(account.rawValue),
            "medium": .string(medium), "quantity": .string(quantity.rawValue),
            "unit": .string(unit.rawValue), "multiplier": .number(multiplier.description),
            "interval": .text(intervalSeconds.map { "PT\($0)S" } ?? calendarStep?.rawValue),
            "label": .string(label.rawValue),
            "timezone": .string(calendar.identifier),
            "register_max": .decimal(registerMax?.description),
            "max_power_kw": .decimal(maxPowerKilowatts?.description),
            "parent_meter": .text(parentID), "measurement_point": .text(measurementPoint?.rawValue),
            "valid_from": .text(
                validity.start == Meter.always.start
                    ? nil : LocalCalendar.utcText(at: validity.start)),
            "valid_to": .text(
                validity.end == Meter.always.end ? nil : LocalCalendar.utcText(at: validity.end)),
            "layout": .text(layout),
        ])
    }
}
