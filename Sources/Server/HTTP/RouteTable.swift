import HTTPTypes
import Hummingbird

/// All routes of the platform, in one list (路由表).
enum RouteTable {
    static let all: [Route] =
        OperationRoutes.all + SessionRoutes.all + PortfolioRoutes.all + ResultRoutes.all
        + ExplainRoutes.all + PlanRoutes.all
        + PublishedRoutes.all + AccountRoutes.all + TokenRoutes.all + AuditRoutes.all
        + UploadRoutes.all
        + JobRoutes.all
        + TableRoutes.all + CertificateRoutes.all + CertificateStatusRoutes.all + VerifyRoutes.all
        + SubmissionRoutes.all
        + ResultPages.all + StartPages.all + UploadPages.all + CertificatePages.all
        + AdministrationPages.all + ReportPages.all + SubmissionPages.all

    /// The router over them.
    static func router(_ platform: Platform) -> Router<PlatformContext> {
        let router = Router(context: PlatformContext.self)
        router.add(middleware: Front(platform: platform))
        let gate = Gate(platform: platform)
        for route in all {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await gate.pass(request, context, route)
            }
            // What can be got can be asked about; the head alone is sent.
            if route.method == .get,
                !all.contains(where: { $0.path == route.path && $0.method == .head })
            {
                router.on(RouterPath(route.path), method: .head) { request, context in
                    try await gate.pass(request, context, route).createHeadResponse()
                }
            }
        }
        addFallback(to: router, platform)
        return router
    }

    /// A path that is there, with a method that is not.
    private static func addFallback(to router: Router<PlatformContext>, _ platform: Platform) {
        let gate = Gate(platform: platform)
        let methods: [HTTPRequest.Method] = [
            .get, .head, .post, .put, .patch, .delete, .options, .trace,
        ]
        let paths = Set(all.map(\.path))
        for path in paths {
            let there = Set(all.filter { $0.path == path }.map(\.method))
            let allowed = there.contains(.get) ? there.union([.head]) : there
            let isOpen = all.contains { $0.path == path && $0.access == .open }
            for method in methods where !allowed.contains(method) {
                let route = Route(
                    method: method, path: path, access: isOpen ? .open : .signedIn, summary: "",
                    handle: { _ in
                        var problem = Problem(
                            .methodNotAllowed, "method-not-allowed", "not with this method",
                            zh: "不支持该方法")
                        problem.headers[.allow] = allowed.map(\.rawValue).sorted().joined(
                            separator: ", ")
                        throw problem
                    })
                router.on(RouterPath(path), method: method) { request, context in
                    try await gate.pass(request, context, route)
                }
            }
        }
    }

    /// What is asked for is in no route: a stranger learns only that he is one.
    static let unknown = Route(
        method: .get, path: "none", access: .signedIn, summary: "",
        handle: { call in
            // A method that is in no route at all.
            let path = call.request.uri.path.split(separator: "/", omittingEmptySubsequences: false)
            guard all.contains(where: { matches(path, $0.path) }) else { throw Problem.notFound }
            throw Problem(
                .methodNotAllowed, "method-not-allowed", "not with this method", zh: "不支持该方法")
        })

    private static func matches(_ path: [Substring], _ pattern: String) -> Bool {
        let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == path.count
            && zip(parts, path).allSatisfy { $0.hasPrefix("{") ? !$1.isEmpty : $0 == $1 }
    }
}
