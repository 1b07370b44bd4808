public import Provenance

/// What was typed into a form before and is shown again (表单内容); a password never is.
public struct FormEntries: Hashable, Sendable {
    /// The values by the names of their fields.
    public var values: [String: String]
    /// What is wrong, by field; an empty name speaks of the whole form.
    public var faults: [String: BilingualText]

    /// Makes entries.
    public init(values: [String: String] = [:], faults: [String: BilingualText] = [:]) {
        self.values = values
        self.faults = faults
    }

    /// The status of a page that shows them.
    var status: Int { faults.isEmpty ? 200 : 422 }

    /// One field as `FormField` draws it.
    ///
    /// - Parameter complete: What a browser may fill in by itself.
    func field(
        _ name: String, _ label: BilingualText, hint: BilingualText? = nil, type: String = "text",
        complete: String = "off", isNeeded: Bool = true, limit: Int = 200, example: String? = nil,
        _ context: PageContext
    ) -> Model {
        [
            "name": name, "label": context.words(label), "hint": hint.map(context.words),
            "type": type, "complete": complete, "isNeeded": isNeeded, "limit": String(limit),
            "value": type == "password" ? nil : values[name], "example": example,
            "fault": faults[name].map(context.words),
        ]
    }
}
