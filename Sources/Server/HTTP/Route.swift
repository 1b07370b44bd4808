import HTTPTypes
import Hummingbird

/// One route as data (路由): what it answers to, who may ask, what it takes, and what it does. The server, the
/// OpenAPI document and the tests read the same table.
struct Route: Sendable {
    /// Who may ask.
    enum Access: Hashable, Sendable {
        /// Anybody.
        case open
        /// Whoever is signed in.
        case signedIn
        /// Whoever may do this at some site; the handler narrows to those sites.
        case needs(Permission)
        /// Whoever may do this everywhere.
        case needsEverywhere(Permission)
    }

    /// What is sent with the request.
    enum Body: Hashable, Sendable {
        case none
        /// A JSON document of at most so many bytes.
        case json(limit: Int)
        /// The fields of a form, with the word of the session in it.
        case form(limit: Int)
        /// Bytes that are taken whole.
        case bytes(limit: Int)
        /// Bytes that the handler takes as they come.
        case stream
    }

    /// A parameter, in the path or in the query.
    struct Parameter: Sendable {
        /// What a value must be.
        enum Form: Sendable {
            case text(most: Int)
            case integer(ClosedRange<Int>)
            case word([String])
            case period
            /// 2026-01-31.
            case date
        }

        let name: String
        let form: Form
        let summary: String
        var isInPath = false
        var isRequired = false
    }

    /// What an answer is.
    struct Answer: Sendable {
        let status: Int
        let summary: String
        var type: String? = "application/json"
        /// The members of the document beside its heading; nil for no document of ours.
        var schema: Schema?
    }

    let method: HTTPRequest.Method
    /// `/api/v1/sites/{site}`; `{rest}**` is not used: names with slashes are one percent-encoded part.
    let path: String
    let access: Access
    /// What it is for, in one line.
    let summary: String
    var parameters: [Parameter] = []
    var body: Body = .none
    var bodySchema: Schema?
    var answers: [Answer] = [Answer(status: 200, summary: "Done.")]
    var limit: RateLimiter.Rule?
    /// What the audit log calls it; nil for what leaves no line.
    var action: String?
    /// Whether a second request with the same `Idempotency-Key` gets the first one's answer.
    var keepsAnswer = false
    /// Whether name and password may be given in place of a token, as HTTP Basic authentication.
    var takesPassword = false
    /// Whether it is a page for people: its query may hold anything, and the page reads what it knows.
    var isPage = false
    /// Whether it is part of the programming interface, and so of the OpenAPI document.
    var isInterface: Bool {
        path.hasPrefix("/api/") || path.hasPrefix("/health") || path == "/metrics"
    }
    let handle: @Sendable (Call) async throws -> Response

    /// Tells whether it changes something.
    var writes: Bool { method != .get && method != .head }
}

/// The form of a JSON value, as OpenAPI tells it (数据结构).
indirect enum Schema: Sendable {
    case text(most: Int = 10_000)
    case word([String])
    case integer(ClosedRange<Int>)
    case flag
    case list(Schema, most: Int = 10_000)
    /// Members; those in `needs` must be there. Closed to others.
    case object([String: Schema], needs: [String])
    /// A document of ours: an object that begins with the common heading and may grow.
    case document([String])
    case nullable(Schema)
    case any
}
