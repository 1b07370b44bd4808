import Synchronization

/// Who asked lately (已识别主体): by the digest of what they showed, so that hundreds of requests a second do not ask the
/// store hundreds of times. Whatever changes a user, a role, a session or a token empties it before the change is
/// acknowledged.
final class KnownIdentities: Sendable {
    /// What was shown. A cookie is no token and a token is no cookie: what is known of one says nothing of the other,
    /// or a cookie that is shown as a token would pass by the checks of forms and of where they come from.
    enum Kind: String {
        case session, token
    }

    private struct Entry {
        let identity: Identity
        let loadedAt: Int64
        let endsAt: Int64
    }

    private struct Held {
        var entries: [[UInt8]: Entry] = [:]
        /// Rises with every change; what was read before one is not kept after it.
        var changes = 0
    }

    /// So long somebody is taken for known [s]; then the store notes that it was seen.
    private static let keptSeconds: Int64 = 60
    private static let most = 10_000

    private let held = Mutex(Held())

    /// Who a text stands for, as known or as `load` tells.
    ///
    /// - Parameter load: Gives the identity with the instant at which it ends; nil for nobody.
    func identity(
        of text: String, as kind: Kind, at now: Int64,
        _ load: () async throws -> (Identity, endsAt: Int64)?
    ) async throws -> Identity? {
        let key = Secret.digest(kind.rawValue + " " + text)
        let (known, changes) = held.withLock { ($0.entries[key], $0.changes) }
        if let known, (known.loadedAt...known.loadedAt + Self.keptSeconds).contains(now),
            now < known.endsAt
        {
            return known.identity
        }
        guard let (identity, endsAt) = try await load() else { return nil }
        held.withLock { held in
            guard held.changes == changes else { return }
            if held.entries.count >= Self.most { held.entries = [:] }
            held.entries[key] = Entry(identity: identity, loadedAt: now, endsAt: endsAt)
        }
        return identity
    }

    /// Something about users, roles, sessions or tokens changed.
    func forget() {
        held.withLock { held in
            held.entries = [:]
            held.changes += 1
        }
    }
}
