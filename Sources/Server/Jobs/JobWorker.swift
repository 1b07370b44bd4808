import Foundation
import Hummingbird
import Logging
import Metering
import Provenance
import Quantities
import Reporting
import Runs
import ServiceLifecycle

/// Does the jobs, one after the other, on a thread of low priority (作业执行).
///
/// When the server is told to end, the job under way is finished; one that was cut off, by `kill -9` or by a power failure,
/// runs again at the next start. The ledger's transaction makes either harmless.
///
/// Bookings that wait one behind the other are told to be done together: what people look at is computed anew once for
/// all of them, and before that none is said to be over.
struct JobWorker: Service {
    /// What became of a job.
    private struct End {
        let job: Job
        let outcome: JSONValue?
        let problem: JSONValue?
        let detail: String
        let duration: Duration
    }

    /// So long the first of several bookings may wait for the others to be done too.
    private static let mostTogether = Duration.seconds(2)

    /// So often it is looked whether published lists must be signed anew.
    private static let mendingInterval = Duration.seconds(3_600)

    let platform: Platform
    private let lane = Lane("booking", niceness: 10)

    init(platform: Platform) { self.platform = platform }

    func run() async throws {
        var mustResume = true
        var mendedAt = ContinuousClock.now
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                if mustResume {
                    try await platform.jobs.resume()
                    try await platform.uploads.tidy()
                    await platform.mendCertificates()
                    mustResume = false
                }
                if ContinuousClock.now - mendedAt > Self.mendingInterval {
                    await platform.mendCertificates()
                    mendedAt = .now
                }
                guard platform.jobs.mayHaveWork(), let job = try await platform.jobs.next() else {
                    try await Task.sleep(for: .milliseconds(50))
                    continue
                }
                try await perform(job)
            } catch is CancellationError {
                return
            } catch {
                // A full disk must not end the server: whoever looks at figures is still served.
                platform.logger.error(
                    "jobs cannot go on",
                    metadata: ["error": "\(String(describing: error).prefix(600))"])
                mustResume = true
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }

    /// Does one job to its end, and with a booking those that wait behind it.
    private func perform(_ first: Job) async throws {
        guard first.writesLedger else {
            return try await tell(try await work(on: first))
        }
        platform.results.beginWriting()
        var ends: [End] = []
        do {
            ends.append(try await work(on: first))
            let begin = ContinuousClock.now
            while first.kind == .book, !Task.isShuttingDownGracefully,
                ContinuousClock.now - begin < Self.mostTogether,
                let other = try await platform.jobs.next(ifOf: .book)
            {
                ends.append(try await work(on: other))
            }
        } catch {
            platform.results.endWriting()
            throw error
        }
        await platform.results.renew(on: lane)
        for end in ends { try await tell(end) }
    }

    private func work(on job: Job) async throws -> End {
        let begin = ContinuousClock.now
        var outcome: JSONValue?
        var problem: JSONValue?
        var detail = ""
        do {
            let work = JobWork(platform: platform, job: job)
            let given = try await patiently(job) { try work.perform() }
            outcome = given.document
            detail = given.detail
        } catch {
            let told = Problem(error)
            // A page shows one language and picks it when it is asked for.
            problem = Job.problem(told, job: job.number)
            if told.status.code >= 500 {
                platform.logger.error(
                    "job failed",
                    metadata: [
                        "job": "\(job.number)", "error": "\(String(describing: error).prefix(600))",
                    ])
            }
        }
        return End(
            job: job, outcome: outcome, problem: problem, detail: detail,
            duration: ContinuousClock.now - begin)
    }

    /// Says that a job is over.
    private func tell(_ end: End) async throws {
        let job = end.job
        let code = end.problem?["code"]?.string
        try await platform.jobs.end(
            job, outcome: end.outcome, problem: end.problem,
            action: AuditLog.Event(
                userID: job.userID, actor: job.userName, means: "job \(job.number)",
                action: job.kind.rawValue, target: "job \(job.number)", outcome: code ?? "done",
                status: code == nil ? 200 : 422, detail: end.detail, address: ""))
        if end.problem == nil { try await platform.uploads.tidy() }
        platform.metrics.count(
            "carbongrade_jobs_total", ["kind": job.kind.rawValue, "outcome": code ?? "done"])
        platform.metrics.observe(
            "carbongrade_job_seconds", ["kind": job.kind.rawValue], end.duration.inSeconds)
    }

    /// Tries again while another process writes to the ledger, for some minutes. What that one writes is
    /// shown meanwhile.
    private func patiently<Value: Sendable>(
        _ job: Job, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        for _ in 0..<300 {
            do {
                return try await lane.run(body)
            } catch let failure as RunFailure where failure.isBusy {
                platform.jobs.note(.waiting, of: job.number)
                if job.writesLedger { platform.results.endWriting() }
                defer { if job.writesLedger { platform.results.beginWriting() } }
                try await Task.sleep(for: .seconds(1))
            }
        }
        return try await lane.run(body)
    }
}
