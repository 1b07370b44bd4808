import Hummingbird
import NIOCore
import Provenance
import Reporting
import ServiceLifecycle

/// A job told as it goes (作业事件流).
struct JobEvents: Sendable {
    /// So often it is looked whether something changed.
    private static let interval = Duration.milliseconds(150)
    /// After so many looks it is asked whether the reader still may.
    private static let looksUnasked = 10
    /// After so many looks without news a comment keeps the connection open.
    private static let quietLooks = 100

    let platform: Platform
    let job: Job
    let language: Language
    /// Whether the reader still may see the job: sessions and tokens end while it runs.
    let mayGoOn: @Sendable () async throws -> Bool

    func write(to writer: inout any ResponseBodyWriter) async throws {
        var told: JobProgress?
        var quiet = 0
        var looks = 0
        try await writer.write(
            event("job", job.json(progress: nil, isWhole: false, language: language)))
        while true {
            looks += 1
            if looks % Self.looksUnasked == 0, try await !mayGoOn() { break }
            guard let now = try await platform.jobs.job(job.number) else { break }
            if now.isOver {
                try await writer.write(
                    event("end", now.json(progress: nil, isWhole: true, language: language)))
                break
            }
            // The reader comes back by itself; the server is not held up by who watches.
            if Task.isShuttingDownGracefully || platform.isStopping.isSet { break }
            let progress = platform.jobs.progress(of: job.number)
            if progress != told, let progress {
                try await writer.write(event("progress", progress.json))
                told = progress
                quiet = 0
            } else {
                quiet += 1
                if quiet % Self.quietLooks == 0 {
                    try await writer.write(ByteBuffer(string: ": \n\n"))
                }
            }
            try await Task.sleep(for: Self.interval)
        }
        try await writer.finish(nil)
    }

    private func event(_ name: String, _ value: JSONValue) -> ByteBuffer {
        // The document has no empty line; each of its lines is a line of data.
        let lines = value.text.split(separator: "\n").map { "data: \($0)\n" }.joined()
        return ByteBuffer(string: "event: \(name)\n\(lines)\n")
    }
}
