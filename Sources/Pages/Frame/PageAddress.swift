/// A path with its query (页面地址), written so that any name in it stays a name.
public struct PageAddress: Hashable, Sendable {
    /// The parts of the path, decoded: `/sites/A%2FB` has `sites`, `A/B`.
    public let parts: [String]
    /// The items of the query, decoded, in their order.
    public private(set) var query: [(name: String, value: String)]

    /// The most bytes of an address that are read; browsers send less.
    private static let limit = 8_192

    /// Makes an address of parts.
    public init(_ parts: [String], _ query: [(name: String, value: String)] = []) {
        self.parts = parts
        self.query = query
    }

    /// Reads `/a/b?c=d` as a request has it; what is not well escaped stays as it is.
    public init(_ text: String) {
        let bytes = Array(text.utf8.prefix(Self.limit))
        let sides = bytes.split(separator: UInt8(ascii: "?"), maxSplits: 1)
        let path = bytes.first == UInt8(ascii: "?") ? [] : Array(sides.first ?? [])
        parts = path.split(separator: UInt8(ascii: "/")).map {
            Self.decoded($0, plusIsSpace: false)
        }
        let items = bytes.firstIndex(of: UInt8(ascii: "?")).map { bytes[($0 + 1)...] } ?? []
        query = items.split(separator: UInt8(ascii: "&")).prefix(64).map { item in
            let pair = item.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (
                Self.decoded(pair[0], plusIsSpace: true),
                pair.count == 2 ? Self.decoded(pair[1], plusIsSpace: true) : ""
            )
        }
    }

    /// The last value of a name in the query; nil where there is none or it is empty.
    public subscript(_ name: String) -> String? {
        query.last { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    /// All values of a name.
    public func all(_ name: String) -> [String] {
        query.filter { $0.name == name }.map(\.value)
    }

    /// The address with a name of the query set, or taken away by nil.
    public func with(_ name: String, _ value: String?) -> PageAddress {
        PageAddress(
            parts, query.filter { $0.name != name } + (value.map { [(name, $0)] } ?? []))
    }

    /// The address as text, every byte escaped that could mean something else.
    public var text: String {
        let path = "/" + parts.map(Self.encoded).joined(separator: "/")
        let items = query.map { Self.encoded($0.name) + "=" + Self.encoded($0.value) }
        return items.isEmpty ? path : path + "?" + items.joined(separator: "&")
    }

    /// Equal when they are written alike.
    public static func == (one: PageAddress, other: PageAddress) -> Bool { one.text == other.text }

    /// By the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool) -> String {
        decoded(Array(bytes), plusIsSpace: plusIsSpace)
    }

    private static func decoded(_ bytes: [UInt8], plusIsSpace: Bool) -> String {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = nibble(bytes[index + 1]), let low = nibble(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
