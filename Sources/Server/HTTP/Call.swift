import EnergyLedger
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Provenance
import Quantities
import Reporting
import Runs

/// A request on its way through a route (调用): who asks, with what.
struct Call: Sendable {
    let platform: Platform
    let route: Route
    let request: Request
    let context: PlatformContext
    /// Nil only on routes that are open.
    let caller: Identity?
    /// The parameters of the path and the query, decoded.
    let values: [String: String]
    /// The body, where the route takes it whole.
    let body: [UInt8]
    /// The address of the one who asks.
    let address: String

    /// Who asks, on a route that is not open.
    var identity: Identity {
        get throws {
            guard let caller else { throw Problem.strange }
            return caller
        }
    }

    /// The `Idempotency-Key` bound to who asks; two users never share one.
    var requestKey: String? {
        guard let caller, let key = request.headers[FieldName.idempotencyKey] else { return nil }
        return "\(caller.userID):\(key)"
    }

    // MARK: - What it carries

    /// A parameter that must be there.
    func text(_ name: String) throws -> String {
        guard let text = values[name] else {
            throw Problem.malformed("`\(name)` is missing", zh: "缺少 `\(name)`")
        }
        return text
    }

    /// The period of the path; `2026`, `2026Q3`, `2026-09`, and `2026-07-01--2026-10-01` for the form with a slash.
    func period() throws -> Period {
        let text = try text("period").replacingOccurrences(of: "--", with: "/")
        guard let period = Period(text) else {
            throw Problem.malformed(
                "`period` is 2026, 2026Q3, 2026-09 or 2026-07-01--2026-10-01",
                zh: "`period` 应为 2026、2026Q3、2026-09 或 2026-07-01--2026-10-01")
        }
        return period
    }

    /// The body as JSON.
    func json() throws -> Fields {
        do {
            return try Fields(try StrictJSON.message(body))
        } catch let fault as StrictJSON.Fault {
            throw Problem.malformed(
                "the body is no JSON: \(fault.reason.english), at byte \(fault.offset)",
                zh: "请求体不是 JSON：\(fault.reason.chinese)，位于第 \(fault.offset) 字节")
        }
    }

    /// The fields of a form.
    func form() -> [String: String] { FormFields.decode(body) }

    /// The language of answers to people: asked for, kept in the cookie, or of the browser.
    var language: Language {
        if let asked = values["lang"].flatMap(Language.init(rawValue:)) { return asked }
        if let kept = request.cookies["carbongrade_language"]?.value,
            let language = Language(rawValue: String(kept))
        {
            return language
        }
        let accepted = request.headers[.acceptLanguage]?.lowercased() ?? ""
        return accepted.hasPrefix("zh") ? .chinese : .english
    }

    /// The language of documents: what was asked for, else what the portfolio says, as on the command line.
    func documentLanguage(_ portfolio: Portfolio) -> Language {
        values["lang"].flatMap(Language.init(rawValue:)) ?? portfolio.fileLanguage
    }

    /// Runs something that is given up when whoever asked is gone. Once a request, and only where no body comes;
    /// the connection ends with the answer, which must say so.
    func whileAsked<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws
        -> Value
    {
        guard context.peer != nil, case .none = route.body else { return try await body() }
        return try await request.body.consumeWithCancellationOnInboundClose { _ in
            try await body()
        }
    }

    // MARK: - Whom it concerns

    /// The sites where the caller may do something.
    func sites(where permission: Permission, _ portfolio: Portfolio) throws -> VisibleSites {
        try identity.sites(where: permission, of: portfolio.sites)
    }

    /// A site at which the caller may do something. One that it may not see is as if it were not there.
    func site(_ id: String, _ permission: Permission, _ portfolio: Portfolio) throws -> Site {
        let identity = try identity
        guard let site = portfolio.sites.first(where: { $0.id == id }),
            identity.may(.read, at: site) || identity.may(permission, at: site)
        else {
            throw Problem(
                .notFound, "unknown-site", "there is no site of that name", zh: "没有该名称的站点")
        }
        guard identity.may(permission, at: site) else { throw Problem.forbidden }
        return site
    }
}

extension [UInt8] {
    /// Without the line feeds and spaces at the end, which a form or an editor adds.
    var withoutBlankEnd: [UInt8] {
        Array(
            prefix(upTo: lastIndex { $0 != 0x0A && $0 != 0x0D && $0 != 0x20 }.map { $0 + 1 } ?? 0))
    }
}
