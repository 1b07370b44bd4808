import Quantities
import Reporting

/// A file on its way in (上传文件).
struct Upload: Sendable {
    /// How far it is.
    enum State: String, Sendable {
        /// Bytes are missing.
        case receiving
        /// All bytes are here and on disk.
        case complete
        /// It belongs to a job.
        case booked
    }

    let id: String
    let userID: Int64
    let userName: String
    let name: String
    /// How many bytes it will have.
    let size: Int64
    /// How many are on disk; what was acknowledged is never less.
    let received: Int64
    let state: State
    /// What its bytes must give, where the client said so.
    let sha256: String?
    let job: Int64?
    let createdAt: Int64

    /// The upload as JSON.
    var json: JSONValue {
        .object([
            "upload_id": .string(id), "user": .string(userName), "name": .string(name),
            "size": .integer(size), "received": .integer(received),
            "state": .string(state.rawValue),
            "sha256": .text(sha256), "job": job.map { .integer($0) } ?? .null,
            "created_at": .string(LocalCalendar.utcText(at: createdAt)),
        ])
    }
}
