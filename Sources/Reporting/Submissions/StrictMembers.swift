public import Provenance
import Quantities

/// Why a submission cannot be read (报送内容有误): the place and the reason.
public struct SubmissionFault: Error, Hashable, Sendable {
    /// The members and positions that lead to it: `sites[3].present.pue`.
    public let path: String
    /// The reason.
    public let reason: BilingualText

    init(_ path: String, _ english: String, zh chinese: String) {
        self.path = path
        reason = BilingualText(english, zh: chinese)
    }
}

/// The members of a signed object (签名文档成员), each read once and nothing left over.
struct StrictMembers {
    /// A reader of one value.
    typealias Reader<Value> = (JSONValue, String) throws(SubmissionFault) -> Value

    private var rest: [String: JSONValue]
    let path: String

    init(_ value: JSONValue, _ path: String) throws(SubmissionFault) {
        guard case .object(let members) = value else {
            throw SubmissionFault(path, "no object", zh: "不是对象")
        }
        rest = members
        self.path = path
    }

    /// Reads a member.
    mutating func take<Value>(
        _ name: String, _ read: Reader<Value>
    ) throws(SubmissionFault) -> Value {
        let inner = path.isEmpty ? name : path + "." + name
        guard let value = rest.removeValue(forKey: name) else {
            throw SubmissionFault(inner, "missing member", zh: "缺少成员")
        }
        return try read(value, inner)
    }

    /// Reads a member that may be null.
    mutating func optional<Value>(
        _ name: String, _ read: Reader<Value>
    ) throws(SubmissionFault) -> Value? {
        try take(name) { value, path throws(SubmissionFault) in
            value == .null ? nil : try read(value, path)
        }
    }

    /// Reads a list of at most so many elements.
    mutating func list<Value>(
        _ name: String, atMost limit: Int = 200_000, _ read: Reader<Value>
    ) throws(SubmissionFault) -> [Value] {
        try take(name) { value, path throws(SubmissionFault) in
            guard case .array(let elements) = value, elements.count <= limit else {
                throw SubmissionFault(path, "no list, or too long", zh: "不是列表或过长")
            }
            var values: [Value] = []
            values.reserveCapacity(elements.count)
            for (number, element) in elements.enumerated() {
                values.append(try read(element, "\(path)[\(number)]"))
            }
            return values
        }
    }

    /// Nothing may be left.
    func end() throws(SubmissionFault) {
        guard let name = rest.keys.sorted().first else { return }
        throw SubmissionFault(
            path.isEmpty ? name : path + "." + name, "unknown member", zh: "未知成员")
    }

    // MARK: - Plain values

    /// Text without controls and marks of direction.
    static func text(_ value: JSONValue, _ path: String) throws(SubmissionFault) -> String {
        guard case .string(let text) = value, text.utf8.count <= 8_000,
            ReportText.plain(text) == text
        else { throw SubmissionFault(path, "no plain text", zh: "不是普通文本") }
        return text
    }

    static func flag(_ value: JSONValue, _ path: String) throws(SubmissionFault) -> Bool {
        guard case .bool(let flag) = value else {
            throw SubmissionFault(path, "neither true nor false", zh: "不是真假值")
        }
        return flag
    }

    /// A whole number as its one decimal text.
    static func whole<Value: FixedWidthInteger>(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> Value {
        guard case .string(let text) = value, let number = Value(text), String(number) == text
        else {
            throw SubmissionFault(path, "no whole number", zh: "不是整数")
        }
        return number
    }

    /// A number of things: from zero to a thousand million.
    static func count(_ value: JSONValue, _ path: String) throws(SubmissionFault) -> Int {
        let number: Int = try whole(value, path)
        guard (0...1_000_000_000).contains(number) else {
            throw SubmissionFault(path, "no count", zh: "不是计数")
        }
        return number
    }

    static func date(_ value: JSONValue, _ path: String) throws(SubmissionFault) -> CivilDate {
        guard let date = CivilDate(iso: try text(value, path)) else {
            throw SubmissionFault(path, "no date", zh: "不是日期")
        }
        return date
    }

    static func digest(_ value: JSONValue, _ path: String) throws(SubmissionFault) -> Digest {
        guard let digest = Digest(hexadecimal: try text(value, path)) else {
            throw SubmissionFault(path, "no SHA-256", zh: "不是 SHA-256")
        }
        return digest
    }

    static func words(_ value: JSONValue, _ path: String) throws(SubmissionFault) -> BilingualText {
        var members = try StrictMembers(value, path)
        let words = BilingualText(try members.take("en", text), zh: try members.take("zh", text))
        try members.end()
        return words
    }

    /// One of the words of an enumeration.
    static func word<Value: RawRepresentable<String>>(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> Value {
        guard let word = Value(rawValue: try text(value, path)) else {
            throw SubmissionFault(path, "not one of the known words", zh: "不是已知取值")
        }
        return word
    }

    static func period(_ value: JSONValue, _ path: String) throws(SubmissionFault) -> Period {
        var members = try StrictMembers(value, path)
        let (start, end) = (try members.take("start", date), try members.take("end", date))
        let label = try members.take("label", text)
        try members.end()
        guard let period = Period(label), period.start == start, period.end == end else {
            throw SubmissionFault(path, "no period", zh: "不是统计期")
        }
        return period
    }

    /// An exact ratio of two whole numbers.
    static func ratio(_ value: JSONValue, _ path: String) throws(SubmissionFault) -> ExactRatio {
        var members = try StrictMembers(value, path)
        let above: Int128 = try members.take("numerator", whole)
        let below: Int128 = try members.take("denominator", whole)
        try members.end()
        // Compared and printed with nine digits more, they must still fit.
        guard let ratio = ExactRatio(above, to: below), above.magnitude < Self.most,
            below.magnitude < Self.most
        else { throw SubmissionFault(path, "no ratio", zh: "不是比值") }
        return ratio
    }

    private static let most: UInt128 = 1 << 96
}

extension JSONValue {
    /// A whole number as signed documents hold it.
    static func whole(_ number: some FixedWidthInteger) -> JSONValue { .string(String(number)) }

    /// Text without controls and marks of direction.
    static func plain(_ text: String?) -> JSONValue { .text(text.map(ReportText.plain)) }

    /// Words without controls and marks of direction.
    static func plain(_ text: BilingualText?) -> JSONValue {
        text.map {
            .words(BilingualText(ReportText.plain($0.english), zh: ReportText.plain($0.chinese)))
        } ?? .null
    }

    static func ratio(_ ratio: ExactRatio?) -> JSONValue {
        ratio.map {
            .object([
                "numerator": .string(String($0.numerator)),
                "denominator": .string(String($0.denominator)),
            ])
        } ?? .null
    }
}
