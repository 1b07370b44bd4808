import Foundation
import Hummingbird
import Quantities

/// The parameters of path and query, held against the route (参数检查): what is not known or not in its form is refused.
enum Parameters {
    static func read(
        _ request: Request, _ context: PlatformContext, _ route: Route
    ) throws -> [String: String] {
        var values: [String: String] = [:]
        for parameter in route.parameters where parameter.isInPath {
            guard let raw = context.parameters.get(parameter.name),
                let text = raw.removingPercentEncoding, !text.isEmpty
            else { throw Problem.notFound }
            values[parameter.name] = text
        }
        for (name, value) in route.isPage ? [] : try query(request) {
            guard
                name == "lang"
                    || route.parameters.contains(where: { $0.name == name && !$0.isInPath })
            else {
                throw Problem.malformed(
                    "there is no parameter `\(shown(name))`", zh: "没有参数 `\(shown(name))`")
            }
            guard values[name] == nil else {
                throw Problem.malformed("`\(name)` stands twice", zh: "`\(name)` 重复")
            }
            values[name] = value
        }
        for parameter in route.parameters {
            guard let value = values[parameter.name] else {
                if parameter.isRequired || parameter.isInPath {
                    throw Problem.malformed(
                        "`\(parameter.name)` is missing", zh: "缺少 `\(parameter.name)`")
                }
                continue
            }
            try check(value, parameter)
        }
        return values
    }

    private static func query(_ request: Request) throws -> [(String, String)] {
        guard let query = request.uri.query, !query.isEmpty else { return [] }
        return try query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.replacingOccurrences(of: "+", with: " ").removingPercentEncoding }
            guard let name = parts[0], let value = parts.count == 2 ? parts[1] : "" else {
                throw Problem.malformed("the query is not percent-encoded UTF-8", zh: "查询参数编码有误")
            }
            return (name, value)
        }
    }

    private static func check(_ value: String, _ parameter: Route.Parameter) throws {
        let name = parameter.name
        guard Fields.isPlain(value) else {
            throw Problem.malformed("`\(name)` holds control characters", zh: "`\(name)` 含控制字符")
        }
        switch parameter.form {
        case .text(let most):
            guard (1...most).contains(value.utf8.count) else {
                throw Problem.malformed(
                    "`\(name)` has 1 to \(most) bytes", zh: "`\(name)` 须为 1 至 \(most) 字节")
            }
        case .integer(let range):
            guard let number = Int(value), range.contains(number), !value.hasPrefix("+") else {
                throw Problem.malformed(
                    "`\(name)` is a whole number from \(range.lowerBound) to \(range.upperBound)",
                    zh: "`\(name)` 应为 \(range.lowerBound) 至 \(range.upperBound) 的整数")
            }
        case .word(let words):
            guard words.contains(value) else {
                throw Problem.malformed(
                    "`\(name)` is one of \(words.joined(separator: ", "))",
                    zh: "`\(name)` 应为 \(words.joined(separator: "、")) 之一")
            }
        case .date:
            guard CivilDate(iso: value) != nil else {
                throw Problem.malformed(
                    "`\(name)` is a day such as 2026-01-31", zh: "`\(name)` 应为日期，例如 2026-01-31")
            }
        case .period:
            guard value.utf8.count <= 40,
                Period(value.replacingOccurrences(of: "--", with: "/")) != nil
            else {
                throw Problem.malformed(
                    "`\(name)` is 2026, 2026Q3, 2026-09 or 2026-07-01--2026-10-01",
                    zh: "`\(name)` 应为 2026、2026Q3、2026-09 或 2026-07-01--2026-10-01")
            }
        }
    }

    private static func shown(_ name: String) -> String {
        String(name.prefix(40)).filter { $0.isLetter || $0.isNumber }
    }
}
