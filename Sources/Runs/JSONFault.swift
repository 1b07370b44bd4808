import Foundation

/// What is wrong with a JSON file, with the line where it stands.
struct JSONFault {
    let reason: String
    let key: String?
    let line: Int?

    /// Explains an error of the decoder.
    init(_ error: any Error, in bytes: [UInt8]) {
        var reason = "\(error)"
        var key: String?
        if let error = error as? DecodingError {
            switch error {
            case .keyNotFound(let missing, _):
                reason = "the key `\(missing.stringValue)` is missing"
            case .typeMismatch(_, let context), .valueNotFound(_, let context):
                key = context.codingPath.last?.stringValue
                reason = context.debugDescription
            case .dataCorrupted(let context):
                key = context.codingPath.last?.stringValue
                reason = context.debugDescription
                // An unknown key is named in the description only.
                let parts = reason.split(separator: "`")
                if parts.count > 1, reason.hasPrefix("unknown key") { key = String(parts[1]) }
                if let deeper = context.underlyingError { reason += " (\(deeper))" }
            @unknown default: break
            }
        }
        self.reason = reason.replacing("\n", with: " ")
        self.key = key
        line = key.flatMap { Self.line(of: $0, in: bytes) }
    }

    /// The first line in which a key is written.
    static func line(of key: String, in bytes: [UInt8]) -> Int? {
        let sought = Array("\"\(key)\"".utf8)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.firstIndex { $0.firstRange(of: sought) != nil }.map { $0 + 1 }
    }
}
