import CarbonAccounting
import EnergyLedger
import Foundation
import HTTPTypes
import Hummingbird
import Pages
import Provenance
import Quantities
import Runs

/// What stands around every page (页面上下文): who looks, in which language and light, and where.
enum PageFrame {
    /// The context of a request.
    static func context(_ call: Call, _ ground: Results.Ground? = nil) -> PageContext {
        var token = ""
        if case .session(_, let word)? = call.caller?.means { token = word }
        let address = PageAddress(call.request.uri.description)
        return PageContext(
            language: language(call, address), theme: theme(call, address),
            user: call.caller.map(user), formToken: token,
            address: address.with("lang", nil).with("theme", nil),
            notices: notices(address), organisation: ground?.portfolio.organisation,
            factorRelease: ground?.data.factors.release)
    }

    /// The context with the portfolio where there is one.
    static func grounded(_ call: Call) async throws -> PageContext {
        guard call.platform.results.hasPortfolio else { return context(call) }
        return context(call, try? await call.platform.results.ground())
    }

    private static func language(_ call: Call, _ address: PageAddress) -> Language {
        address["lang"].flatMap(Language.init(rawValue:)) ?? call.language
    }

    private static func theme(_ call: Call, _ address: PageAddress) -> PageContext.Theme {
        let kept = call.request.cookies["carbongrade_theme"].map { String($0.value) }
        return (address["theme"] ?? kept).flatMap(PageContext.Theme.init(rawValue:)) ?? .auto
    }

    /// Cookies for what the address chose.
    static func choices(_ call: Call) -> [String] {
        let address = PageAddress(call.request.uri.description)
        let secure = call.platform.settings.isSecure ? "; Secure" : ""
        func cookie(_ name: String, _ value: String) -> String {
            "carbongrade_\(name)=\(value); Path=/; SameSite=Lax; Max-Age=31536000" + secure
        }
        return [
            address["lang"].flatMap(Language.init(rawValue:)).map {
                cookie("language", $0.rawValue)
            },
            address["theme"].flatMap(PageContext.Theme.init(rawValue:)).map {
                cookie("theme", $0.rawValue)
            },
        ].compactMap(\.self)
    }

    private static func user(_ identity: Identity) -> PageContext.User {
        let roles = identity.grants.map(\.role.rawValue).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let names = roles.compactMap(RoleWords.name)
        return PageContext.User(
            name: identity.displayName,
            role: BilingualText(
                names.map(\.english).joined(separator: ", "),
                zh: names.map(\.chinese).joined(separator: "、")),
            permissions: Set(
                identity.permissions.compactMap { PageContext.Permission(rawValue: $0.rawValue) }))
    }

    /// What a form that sent here says of itself, as a word in the address.
    private static func notices(_ address: PageAddress) -> [PageContext.Notice] {
        guard let word = address["done"] else { return [] }
        let texts: [String: BilingualText] = [
            "saved": BilingualText("Saved.", zh: "已保存。"),
            "declared": BilingualText(
                "The meters are declared; the file can be booked.", zh: "计量点已登记，可以入账。"),
            "layout": BilingualText("The layout is kept.", zh: "版式已保存。"),
            "booking": BilingualText(
                "The file is being booked; this page tells how far it is.", zh: "文件正在入账。"),
            "undoing": BilingualText("The batch is being taken back.", zh: "正在撤销批次。"),
            "deleted": BilingualText("The file is thrown away.", zh: "文件已删除。"),
            "issued": BilingualText("The certificate is issued.", zh: "证书已签发。"),
            "countersigned": BilingualText(
                "The verifier's signature holds and is kept.", zh: "核查方签名有效，已保存。"),
            "taken": BilingualText("The submission is verified and kept.", zh: "报送已验证并接收。"),
            "status": BilingualText("The change is signed and noted.", zh: "变更已签署并记录。"),
            "backup": BilingualText("The backup is being made.", zh: "正在备份。"),
            "reporting": BilingualText("The report is being made.", zh: "正在生成报告。"),
            "revoked": BilingualText("The token is revoked.", zh: "令牌已吊销。"),
        ]
        return texts[word].map { [PageContext.Notice(.done, $0)] } ?? []
    }

    /// The permissions and the sites by which what somebody sees is told apart.
    static func viewName(_ context: PageContext, _ visible: VisibleSites) -> String {
        let permissions = (context.user?.permissions ?? []).map(\.rawValue).sorted()
        let sites: String =
            switch visible {
            case .all: "*"
            case .some(let ids): ids.sorted().joined(separator: "\u{1F}")
            }
        return "\(context.language.rawValue) \(permissions.joined(separator: ",")) \(sites)"
    }
}

extension Call {
    /// Whether whoever asks wants a page and not a document.
    var wantsPage: Bool { request.headers[.accept]?.contains("text/html") == true }
}
