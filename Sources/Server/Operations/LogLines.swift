import Foundation
import Logging
import Reporting

/// The server's log on standard error (结构化日志): one JSON object a line.
///
/// A request leaves method, path, status, time and address: no query, no header, no body, no cookie.
struct LogLines: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    let label: String

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var members: [String: JSONValue] = [
            "at": .string(
                Date().ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true))),
            "level": .string(event.level.rawValue), "logger": .string(label),
            "message": .string(event.message.description),
        ]
        for (name, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            members[name == "hb.request.id" ? "request" : name] = .string("\(value)")
        }
        let parts = members.sorted { $0.key < $1.key }.map { name, value in
            JSONValue.string(name).text.dropLast() + ":" + value.text.dropLast()
        }
        let line = "{" + parts.joined(separator: ",") + "}\n"
        FileHandle.standardError.write(Data(line.utf8))
    }
}
