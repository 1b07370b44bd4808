public import Quantities

/// How much a finding weighs.
public enum Severity: String, Hashable, Comparable, Sendable, CaseIterable {
    /// Worth knowing.
    case note
    /// Worth mending.
    case warning
    /// The figure may be shown, but no certificate may rest on it.
    case disqualifies

    /// Ordered from light to heavy.
    public static func < (lhs: Severity, rhs: Severity) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .disqualifies: 2
        }
    }
}

/// Something about the data that a person should know: what, where, what was expected, what to do.
public struct Finding: Hashable, Sendable {
    /// The stable word for the kind of finding.
    public var code: FindingCode
    /// Its weight; mostly the one that its code carries.
    public var severity: Severity
    /// The file it speaks of, relative to the portfolio.
    public var file: String?
    /// The physical line in that file, counted from 1.
    public var line: Int?
    /// The column's name in that file.
    public var column: String?
    /// What stood there.
    public var value: String?
    /// The facts that its message names: numbers, names, times.
    public var arguments: [String: String]
    /// What its message says in words of its own, in both languages.
    public var phrases: [String: BilingualText]
    /// The meter it speaks of.
    public var meterID: String?
    /// The site it speaks of.
    public var siteID: String?
    /// The stretch of time it speaks of.
    public var interval: Interval?
    /// How many times it occurred; the place is that of the first.
    public var count: Int

    /// Makes a finding of a code, with the code's own severity unless another is given.
    public init(
        _ code: FindingCode, severity: Severity? = nil, file: String? = nil, line: Int? = nil,
        column: String? = nil, value: String? = nil, arguments: [String: String] = [:],
        phrases: [String: BilingualText] = [:], meterID: String? = nil, siteID: String? = nil,
        interval: Interval? = nil
    ) {
        self.code = code
        self.severity = severity ?? code.severity
        self.file = file
        self.line = line
        self.column = column
        // A cell is hostile and may be a megabyte long; the beginning is enough to find it by.
        self.value = value.map(Self.beginning)
        self.arguments = arguments
        self.phrases = phrases
        self.meterID = meterID
        self.siteID = siteID
        self.interval = interval
        self.count = 1
    }

    /// The first scalars of a text; a single character may be made of very many.
    private static func beginning(of text: String) -> String {
        let scalars = text.unicodeScalars
        return scalars.count <= 80 ? text : String(scalars.prefix(79)) + "…"
    }

    /// What is the matter, in one sentence.
    public func message(in language: Language) -> String {
        code.texts.message.text(in: language, filling: filling(in: language))
    }

    /// What to do about it.
    public func remedy(in language: Language) -> String {
        code.texts.remedy.text(in: language, filling: filling(in: language))
    }

    private func filling(in language: Language) -> [String: String] {
        var all = arguments.merging(phrases.mapValues { $0.text(in: language) }) { $1 }
        all["value"] = all["value"] ?? value ?? ""
        all["column"] = all["column"] ?? column ?? ""
        all["meter"] = all["meter"] ?? meterID ?? ""
        all["site"] = all["site"] ?? siteID ?? ""
        all["file"] = all["file"] ?? file ?? ""
        all["count"] = all["count"] ?? String(count)
        return all
    }
}

extension Finding {
    /// Sorted by place: file, line, code, then whom it concerns.
    public static func byPlace(_ lhs: Finding, _ rhs: Finding) -> Bool {
        let (file, otherFile) = (lhs.file ?? "", rhs.file ?? "")
        if file != otherFile { return file < otherFile }
        let (line, otherLine) = (lhs.line ?? 0, rhs.line ?? 0)
        if line != otherLine { return line < otherLine }
        if lhs.code != rhs.code { return lhs.code.rawValue < rhs.code.rawValue }
        let (site, otherSite) = (lhs.siteID ?? "", rhs.siteID ?? "")
        if site != otherSite { return site < otherSite }
        let (meter, otherMeter) = (lhs.meterID ?? "", rhs.meterID ?? "")
        if meter != otherMeter { return meter < otherMeter }
        return (lhs.interval?.start ?? 0) < (rhs.interval?.start ?? 0)
    }
}
