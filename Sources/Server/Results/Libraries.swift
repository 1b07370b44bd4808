import CarbonAccounting
import HTTPTypes
import Provenance
import Runs
import Synchronization

/// Whole releases of the published data (数据版本), as the commands read them in the portfolio's folder: of all nations, where
/// the street reads what the portfolio's sites need. Each is read once for each state of the tables.
final class Libraries: Sendable {
    private struct Held {
        var state: PortfolioState?
        /// By the release; nil is the one that the portfolio names, else the newest.
        var read: [String?: Task<PublishedData, any Error>] = [:]
    }

    private let settings: PlatformSettings
    private let held = Mutex(Held())

    init(_ settings: PlatformSettings) { self.settings = settings }

    /// A release by its name.
    ///
    /// - Throws: `Problem` when there is none of that name.
    func library(_ release: String?, _ bench: Results.Workbench) async throws -> PublishedData {
        let inUse = try await read(nil, bench)
        guard let release, release != inUse.factors.release else { return inUse }
        guard inUse.releases.contains(release) else {
            let words = inUse.noRelease(release)
            throw Problem(
                .unprocessableContent, "unknown-release", words.english, zh: words.chinese)
        }
        return try await read(release, bench)
    }

    private func read(
        _ release: String?, _ bench: Results.Workbench
    ) async throws -> PublishedData {
        let (settings, state) = (settings, bench.ground.state)
        let task = held.withLock { held in
            // A booking changes nothing of it.
            if held.state?.hasTables(of: state) != true { held = Held(state: state) }
            if let known = held.read[release] { return known }
            let task = Task {
                try await bench.computing {
                    try PublishedData(
                        folder: settings.dataFolder, beside: settings.portfolioFolder,
                        release: release)
                }
            }
            held.read[release] = task
            return task
        }
        do {
            return try await task.value
        } catch {
            held.withLock { held in
                if held.state?.hasTables(of: state) == true { held.read[release] = nil }
            }
            throw error
        }
    }
}
