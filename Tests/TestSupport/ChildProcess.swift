package import Foundation
import Glibc
import Synchronization

/// Another program, run to its end (子进程).
///
/// Not Foundation's `Process`: where several are started at once its run loop can miss that one has
/// ended, and the test waits for ever.
package enum ChildProcess {
    /// How it ended, with all that it printed.
    package struct Outcome {
        /// The exit code, or the number of the signal that ended it.
        package let status: Int32
        /// What it printed.
        package let output: Data
        /// What it told on standard error.
        package let errors: Data
    }

    /// Runs a program; its output goes through files, so that nothing can block.
    ///
    /// - Throws: `POSIXError` when it cannot be started.
    package static func run(
        _ path: String, _ arguments: [String], adding environment: [String: String] = [:]
    ) throws -> Outcome {
        let running = try Running(path, arguments, adding: environment)
        let status = try running.end()
        return Outcome(status: status, output: try running.output, errors: try running.errors)
    }

    /// A program that goes on while the test does something else; it is killed when nobody holds it any more.
    package final class Running: Sendable {
        private let folder: String
        private let child: pid_t
        private let status = Mutex<Int32?>(nil)

        /// Starts a program.
        ///
        /// - Throws: `POSIXError` when it cannot be started.
        package init(
            _ path: String, _ arguments: [String], adding environment: [String: String] = [:]
        ) throws {
            folder = NSTemporaryDirectory() + "carbongrade-child-" + UUID().uuidString
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            child = try ChildProcess.start(
                path, arguments, adding: environment, output: folder + "/out",
                errors: folder + "/err")
        }

        deinit {
            if status.withLock({ $0 }) == nil {
                kill(child, SIGKILL)
                _ = try? end()
            }
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// What it printed up to now.
        package var output: Data {
            get throws { try Data(contentsOf: URL(fileURLWithPath: folder + "/out")) }
        }

        /// What it told on standard error up to now.
        package var errors: Data {
            get throws { try Data(contentsOf: URL(fileURLWithPath: folder + "/err")) }
        }

        /// Waits for its end.
        ///
        /// - Parameter signal: What it is told first.
        /// - Returns: The exit code, or the number of the signal that ended it.
        package func end(_ signal: Int32? = nil) throws -> Int32 {
            if let signal { kill(child, signal) }
            return try status.withLock { status in
                if let status { return status }
                let ended = try ChildProcess.end(of: child)
                status = ended
                return ended
            }
        }
    }

    private static func start(
        _ path: String, _ arguments: [String], adding environment: [String: String],
        output: String, errors: String
    ) throws -> pid_t {
        var streams = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&streams)
        defer { posix_spawn_file_actions_destroy(&streams) }
        let writing = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&streams, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&streams, STDOUT_FILENO, output, writing, 0o600)
        posix_spawn_file_actions_addopen(&streams, STDERR_FILENO, errors, writing, 0o600)

        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var child: pid_t = 0
        let code = withCStrings([path] + arguments) { words in
            withCStrings(variables.map { "\($0)=\($1)" }) { variables in
                posix_spawn(&child, path, &streams, nil, words, variables)
            }
        }
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        return child
    }

    private static func end(of child: pid_t) throws -> Int32 {
        var end: Int32 = 0
        while waitpid(child, &end, 0) < 0 {
            guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        }
        // The seven low bits hold the signal, the eight above them the exit code.
        let signal = end & 0x7F
        return signal == 0 ? (end >> 8) & 0xFF : signal
    }

    /// Lends texts as C does: pointers, closed by a null.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }
}
