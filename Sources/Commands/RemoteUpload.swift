import Foundation
import Provenance
import Reporting
import Runs

extension RemotePlatform {
    /// Pieces of an upload have so many bytes.
    private static let pieceBytes = 8 << 20
    /// So often a platform may have less of a file than it said before.
    private static let mostSetbacks = 100

    /// Sends a file, from where an upload broke off, and gives its id.
    func upload(_ path: String, progress: (Int64, Int64) -> Void) throws -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Refusal([
                Finding(
                    .fileUnreadable, file: (path as NSString).lastPathComponent,
                    phrases: ["reason": BilingualText("no such file", zh: "文件不存在")])
            ])
        }
        defer { try? handle.close() }
        let size = Int64(try handle.seekToEnd())
        let begun = try get(
            "POST", "/uploads",
            json: .object([
                "name": .string((path as NSString).lastPathComponent), "size": .integer(size),
            ]))
        guard let id = begun.json["upload"]?["upload_id"]?.string else {
            throw RemoteFailure(begun.status, begun.json)
        }
        var offset: Int64 = 0
        var setbacks = 0
        while offset < size {
            try handle.seek(toOffset: UInt64(offset))
            let piece = try handle.read(upToCount: Self.pieceBytes) ?? Data()
            let sent = try ask(
                "PATCH", "/uploads/" + id, body: piece, headers: ["Upload-Offset": String(offset)])
            guard sent.status == 204 || sent.status == 409,
                let next = sent.header("Upload-Offset").flatMap({ Int64($0) })
            else { throw RemoteFailure(sent.status, sent.json) }
            // Each answer leads on, or back to what was lost, which does not happen without end.
            if next <= offset { setbacks += 1 }
            guard (0...size).contains(next), setbacks <= Self.mostSetbacks else {
                throw RunFailure(
                    "the platform does not say what it has of the file",
                    zh: "平台未正确告知已收到的部分")
            }
            offset = next
            progress(offset, size)
        }
        return id
    }

    /// Waits for a job, and gives it when it is over.
    func over(_ path: String, progress: (JSONValue) -> Void) throws -> JSONValue {
        while true {
            let job = try get("GET", path).json["job"] ?? .null
            if job["state"] == .string("done") || job["state"] == .string("failed") { return job }
            progress(job["progress"] ?? .null)
            Thread.sleep(forTimeInterval: 0.3)
        }
    }
}
