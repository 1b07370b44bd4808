import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Provenance

/// A file as an answer (文件下载), in pieces, as something to keep and not to show.
enum FileAnswer {
    static func response(_ path: String, name: String) throws -> Response {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw Problem.notFound }
        let size = Int(try handle.seekToEnd())
        try handle.seek(toOffset: 0)
        return Response(
            status: .ok,
            headers: [
                .contentType: type(of: name), .cacheControl: "no-store",
                .contentDisposition: disposition(name),
            ],
            body: ResponseBody(contentLength: size) { writer in
                defer { try? handle.close() }
                while let block = try handle.read(upToCount: 256 << 10), !block.isEmpty {
                    try await writer.write(ByteBuffer(bytes: block))
                }
                try await writer.finish(nil)
            })
    }

    /// `attachment` with the name in ASCII and, RFC 6266, as it is.
    static func disposition(_ name: String) -> String {
        let plain = String(
            name.unicodeScalars.map { scalar in
                scalar.isASCII && scalar.value > 0x1F && scalar != "\"" && scalar != "\\"
                    ? Character(scalar) : "_"
            })
        let encoded = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? plain
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
    }

    private static func type(of name: String) -> String {
        let types = [
            "json": "application/json", "csv": "text/csv; charset=utf-8", "pdf": "application/pdf",
            "html": "application/octet-stream",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ]
        return types[name.nameEnding.lowercased()] ?? "application/octet-stream"
    }
}
