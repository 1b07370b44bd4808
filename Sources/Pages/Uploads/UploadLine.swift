public import Provenance
public import Reporting

/// One file that somebody brought in (上传项).
public struct UploadLine: Sendable {
    /// How far it is.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Bytes are still to come.
        case receiving
        /// All bytes are here.
        case received
        /// A job books it.
        case booking
        /// It stands in the ledger.
        case booked
        /// It was refused; nothing was changed.
        case failed

        var text: BilingualText {
            switch self {
            case .receiving: BilingualText("coming in", zh: "传输中")
            case .received: BilingualText("to be booked", zh: "待入账")
            case .booking: BilingualText("being booked", zh: "入账中")
            case .booked: BilingualText("booked", zh: "已入账")
            case .failed: BilingualText("refused", zh: "被拒收")
            }
        }

        /// The badge's colour.
        var badge: String {
            switch self {
            case .booked: "done"
            case .failed: "failed"
            default: "waiting"
            }
        }
    }

    /// Its name on the platform.
    public let id: String
    /// The file's name.
    public let name: String
    /// Its size [bytes].
    public let size: Int64
    /// How much of it is here [bytes].
    public let received: Int64
    /// How far it is.
    public let state: State
    /// Who brought it.
    public let by: String
    /// When, as `2026-07-01T12:00:00Z`.
    public let at: String
    /// The job that books it; nil before one does.
    public let job: Int64?
    /// Why it was refused.
    public let problem: BilingualText?

    /// Makes a line.
    public init(
        id: String, name: String, size: Int64, received: Int64, state: State, by: String,
        at: String, job: Int64? = nil, problem: BilingualText? = nil
    ) {
        self.id = id
        self.name = name
        self.size = size
        self.received = received
        self.state = state
        self.by = by
        self.at = at
        self.job = job
        self.problem = problem
    }

    func model(_ context: PageContext) -> Model {
        [
            "id": id, "name": name, "address": PageAddress(["uploads", id]).text,
            "size": Figure.bytes(size), "bytes": String(size), "received": String(received),
            "state": state.rawValue, "stateText": context.words(state.text),
            "badge": state.badge, "by": by, "at": at, "problem": problem.map(context.words),
            "isOpen": state == .receiving, "job": job.map(String.init),
        ]
    }
}

/// What one ingest put into the ledger (入账批次).
public struct BookedBatch: Sendable {
    /// The number of the batch.
    public let number: Int
    /// Its files with their energy statements.
    public let files: [FileStatement]
    /// Who booked it and when, where that is known.
    public let by: String?
    /// When, as `2026-07-01T12:00:00Z`.
    public let at: String?
    /// Whether who looks may take it back.
    public let mayUndo: Bool
    /// Where its rejected rows are to be had, file by file.
    public let rejected: [Rejected]

    /// A file of rejected rows.
    public struct Rejected: Sendable {
        /// What it is called.
        public let name: String
        /// Where it is.
        public let address: PageAddress

        /// Makes one.
        public init(name: String, address: PageAddress) {
            self.name = name
            self.address = address
        }
    }

    /// Makes a batch.
    public init(
        number: Int, files: [FileStatement], by: String? = nil, at: String? = nil, mayUndo: Bool,
        rejected: [Rejected] = []
    ) {
        self.number = number
        self.files = files
        self.by = by
        self.at = at
        self.mayUndo = mayUndo
        self.rejected = rejected
    }
}
