import HTTPTypes
import Reporting

/// A page of a long list (分页): at most `limit` of it, and the mark by which the next page is asked for.
enum ListPage {
    static let parameters = [
        Route.Parameter(
            name: "limit", form: .integer(1...1_000), summary: "How many at most; 100 by default."),
        Route.Parameter(
            name: "cursor", form: .text(most: 400),
            summary: "`next_cursor` of the page before; the first page without it."),
    ]

    /// Cuts the page that was asked for out of a list in a fixed order.
    ///
    /// - Parameter key: The name of an element; no two are alike.
    static func cut<Element>(
        _ elements: [Element], _ call: Call, key: (Element) -> String
    ) throws -> (page: ArraySlice<Element>, next: JSONValue) {
        try cut(elements, call.values, key: key)
    }

    /// The same by the parameters alone.
    static func cut<Element>(
        _ elements: [Element], _ values: [String: String], key: (Element) -> String
    ) throws -> (page: ArraySlice<Element>, next: JSONValue) {
        let limit = values["limit"].flatMap { Int($0) } ?? 100
        var start = 0
        if let cursor = values["cursor"] {
            guard
                let name = Base64URL.bytes(cursor).flatMap({ String(validating: $0, as: UTF8.self) }
                ),
                let place = elements.firstIndex(where: { key($0) == name })
            else {
                throw Problem(
                    .badRequest, "stale-cursor", "the cursor leads nowhere: begin anew",
                    zh: "分页标记已失效：请重新开始")
            }
            start = place + 1
        }
        let page = elements[start..<min(elements.count, start + limit)]
        let isLast = page.endIndex == elements.count
        guard !isLast, let last = page.last else { return (page, .null) }
        return (page, .string(Base64URL.text(key(last).utf8)))
    }
}
