import Synchronization

/// How often somebody may try something (限流): a bucket of tries for each name, filled over time.
final class RateLimiter: Sendable {
    /// What is limited.
    struct Rule: Hashable, Sendable {
        let name: String
        /// How many tries at once.
        let burst: Double
        /// Seconds until one more try is there.
        let secondsPerTry: Double

        /// Set-up by address; wrong passwords by address and name together.
        static let signIn = Rule(name: "sign-in", burst: 10, secondsPerTry: 30)
        /// Wrong passwords by address, whatever the name: many people may share one.
        static let address = Rule(name: "address", burst: 30, secondsPerTry: 10)
        /// Wrong passwords by name, whatever the address; the right password passes all the same.
        static let name = Rule(name: "name", burst: 50, secondsPerTry: 60)
        /// Lines of the audit log about guesses that a limit refused, by the limit and by the address or the name
        /// that it is kept for.
        static let guess = Rule(name: "guess", burst: 1, secondsPerTry: 600)
        /// Lines of the audit log about what was refused at the gate, by user.
        static let refusal = Rule(name: "refusal", burst: 20, secondsPerTry: 60)
        /// New uploads, by user.
        static let upload = Rule(name: "upload", burst: 200, secondsPerTry: 0.5)
        /// Verifications, by address.
        static let verify = Rule(name: "verify", burst: 20, secondsPerTry: 3)
        /// Everything else that is dear, by user.
        static let write = Rule(name: "write", burst: 120, secondsPerTry: 0.5)
    }

    private struct Bucket {
        var tries: Double
        var filledAt: Double
    }

    private struct Key: Hashable {
        let rule: String
        let name: String
    }

    /// More names than this are not held; the fullest buckets are forgotten first.
    private static let mostNames = 20_000

    private let buckets = Mutex<[Key: Bucket]>([:])
    private let clock: PlatformClock

    init(_ clock: PlatformClock) { self.clock = clock }

    /// Takes one try.
    ///
    /// - Returns: nil when it was there, else the seconds to wait.
    func take(_ rule: Rule, by name: String) -> Int? {
        let now = clock.precise()
        let key = Key(rule: rule.name, name: name)
        return buckets.withLock { buckets in
            if buckets.count >= Self.mostNames, buckets[key] == nil {
                Self.forget(&buckets)
            }
            var bucket = buckets[key] ?? Bucket(tries: rule.burst, filledAt: now)
            let gained = max(0, now - bucket.filledAt) / rule.secondsPerTry
            bucket.tries = min(rule.burst, bucket.tries + gained)
            bucket.filledAt = now
            defer { buckets[key] = bucket }
            guard bucket.tries >= 1 else {
                return Int(((1 - bucket.tries) * rule.secondsPerTry).rounded(.up))
            }
            bucket.tries -= 1
            return nil
        }
    }

    /// Gives a try back that was no failure.
    func giveBack(_ rule: Rule, by name: String) {
        let key = Key(rule: rule.name, name: name)
        buckets.withLock { buckets in
            guard let bucket = buckets[key] else { return }
            buckets[key]?.tries = min(rule.burst, bucket.tries + 1)
        }
    }

    private static func forget(_ buckets: inout [Key: Bucket]) {
        let eldest = buckets.sorted { $0.value.filledAt < $1.value.filledAt }.prefix(mostNames / 4)
        for (key, _) in eldest { buckets[key] = nil }
    }
}
