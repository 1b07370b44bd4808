import Hummingbird
import Logging
import NIOCore
import Synchronization

/// What a request carries along (请求上下文).
struct PlatformContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the peer; nil in tests without a network.
    let peer: String?
    /// What the request turned out to be about, for the audit log.
    let target = AuditTarget()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }

    /// The name of the request in log and problem.
    var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "" }
}

/// What a handler adds to the line of the audit log: what it made, and what changed. Never a secret.
final class AuditTarget: Sendable {
    private let words = Mutex((text: "", detail: ""))

    var text: String { words.withLock { $0.text } }
    var detail: String { words.withLock { $0.detail } }

    /// Notes what it was about.
    func note(_ text: String, detail: String = "") {
        words.withLock { $0 = (String(text.prefix(400)), String(detail.prefix(4_000))) }
    }
}
