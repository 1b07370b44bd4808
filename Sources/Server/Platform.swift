import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Provenance
import Synchronization

/// The platform over one portfolio (平台): what the routes share.
final class Platform: Sendable {
    let settings: PlatformSettings
    let clock: PlatformClock
    let database: PlatformDatabase
    let audit: AuditLog
    let accounts: Accounts
    let sessions: Sessions
    let tokens: Tokens
    let limiter: RateLimiter
    let answers: KeptAnswers
    let metrics = Measurements()
    let results: Results
    let libraries: Libraries
    let uploads: Uploads
    let jobs: Jobs
    let submissions: Submissions
    let pages = PlainPages()
    let inspections = Inspections()
    let exports: Exports
    /// Looking at uploaded files yields to serving.
    let inspecting = Lane("inspecting", width: 2, niceness: 10, mostWaiting: 8, mostOfOne: 3)
    /// Tables are written by one at a time, and so are certificates.
    let tables = Lane("tables")
    let certifying = Lane("certifying", niceness: 5)
    let verifying = Lane("verifying", niceness: 5)
    /// Set when the server is about to end.
    let isStopping = Flag()
    let logger: Logger
    /// One at a time makes the key that signs certificates.
    let keyLock = Mutex(())
    /// SHA-256 of the code by which the first user is made; nil when there is one.
    private let setupDigest = Mutex<[UInt8]?>(nil)

    init(_ settings: PlatformSettings, clock: PlatformClock = .system) throws {
        self.settings = settings
        self.clock = clock
        var logger = Logger(label: "carbongrade") { LogLines(label: $0) }
        if settings.isQuiet { logger.logLevel = .critical }
        self.logger = logger
        database = try PlatformDatabase(portfolio: settings.portfolioFolder)
        audit = AuditLog(database: database, clock: clock)
        accounts = Accounts(
            database: database, clock: clock, cost: settings.passwordCost,
            lane: Lane("passwords", width: 2, mostWaiting: 64, mostOfOne: 4))
        sessions = Sessions(database: database, clock: clock)
        tokens = Tokens(database: database, clock: clock)
        limiter = RateLimiter(clock)
        answers = KeptAnswers(database: database, clock: clock, start: Secret.name())
        results = Results(settings, clock: clock, metrics: metrics)
        libraries = Libraries(settings)
        uploads = Uploads(database, clock: clock, largest: settings.largestUpload)
        jobs = Jobs(database, clock: clock)
        submissions = Submissions(database: database, clock: clock)
        exports = Exports(patience: settings.takerPatience)
    }

    // MARK: - The first user

    /// A new code for setting up, while there is nobody, or to recover; it replaces an earlier one.
    func newSetupCode() async throws -> String? {
        let isEmpty = try await accounts.isEmpty()
        guard isEmpty || settings.recovers else {
            setupDigest.withLock { $0 = nil }
            return nil
        }
        let code = Secret.code()
        setupDigest.withLock { $0 = Secret.digest(code) }
        return code
    }

    /// Tells whether a code is the one that the terminal showed.
    func isSetupCode(_ code: String) -> Bool {
        let kept = setupDigest.withLock { $0 }
        let given = code.trimmingCharacters(in: .whitespaces).uppercased()
        return kept.map { Secret.isEqual($0, Secret.digest(given)) } ?? false
    }

    /// Whether a code waits for whoever types it.
    var awaitsSetup: Bool { setupDigest.withLock { $0 != nil } }

    /// The code is spent.
    func endSetup() { setupDigest.withLock { $0 = nil } }

    // MARK: - Requests

    /// The address of the one who asks; behind a proxy, what the proxy says.
    func clientAddress(of request: Request, _ context: PlatformContext) -> String {
        let peer = context.peer ?? "unknown"
        guard settings.isBehindProxy,
            let last = request.headers[FieldName.forwardedFor]?.split(separator: ",").last
        else { return peer }
        let address = last.trimmingCharacters(in: .whitespaces)
        let isAddress =
            (2...45).contains(address.utf8.count)
            && address.utf8.allSatisfy { "0123456789abcdefABCDEF.:".utf8.contains($0) }
        return isAddress ? address : peer
    }

    /// The name of the cookie of a session; with TLS one that a browser takes only over TLS and only from us.
    var sessionCookieName: String {
        settings.isSecure ? "__Host-carbongrade_session" : "carbongrade_session"
    }

    /// What the cookie of a session holds.
    func sessionCookie(of request: Request) -> String? {
        request.cookies[sessionCookieName].map { String($0.value) }
    }

    /// The cookie of a session, or one that ends it.
    func cookie(session: String?) -> String {
        var text = sessionCookieName + "=" + (session ?? "") + "; Path=/; HttpOnly; SameSite=Lax"
        if settings.isSecure { text += "; Secure" }
        text += session == nil ? "; Max-Age=0" : "; Max-Age=\(Sessions.longestSeconds)"
        return text
    }

    /// The language for someone of whom no more is known.
    func language(of request: Request) -> Language {
        if let kept = request.cookies["carbongrade_language"].flatMap({
            Language(rawValue: String($0.value))
        }) {
            return kept
        }
        return request.headers[.acceptLanguage]?.lowercased().hasPrefix("zh") == true
            ? .chinese : .english
    }
}
