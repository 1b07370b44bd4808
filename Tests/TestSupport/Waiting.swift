/// Waiting for something that comes when it comes (等待条件): a machine that does other work as well takes its time.
package enum Waiting {
    /// So long it is waited for anything; what does not come within it does not come.
    package static let most = Duration.seconds(3_600)
    /// So often it is looked.
    private static let interval = Duration.milliseconds(20)

    /// What never came.
    package struct InVain: Error, CustomStringConvertible {
        package let description: String
    }

    /// Looks again and again until there is something.
    ///
    /// - Throws: `InVain` when it does not come, and what looking throws.
    package static func value<Value>(
        _ what: String, _ look: () async throws -> Value?
    ) async throws -> Value {
        let end = ContinuousClock.now + most
        while ContinuousClock.now < end {
            if let found = try await look() { return found }
            try await Task.sleep(for: interval)
        }
        throw InVain(description: "waited in vain for \(what)")
    }

    /// Looks again and again until something is so.
    package static func until(
        _ what: String, _ isSo: () async throws -> Bool
    ) async throws {
        _ = try await value(what) { try await isSo() ? true : nil }
    }
}
