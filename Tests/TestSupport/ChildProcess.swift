package import Foundation
import Glibc

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
        let folder = NSTemporaryDirectory() + "carbongrade-child-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (output, errors) = (folder + "/out", folder + "/err")

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
        var end: Int32 = 0
        while waitpid(child, &end, 0) < 0 {
            guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        }
        // The seven low bits hold the signal, the eight above them the exit code.
        let signal = end & 0x7F
        return Outcome(
            status: signal == 0 ? (end >> 8) & 0xFF : signal,
            output: try Data(contentsOf: URL(fileURLWithPath: output)),
            errors: try Data(contentsOf: URL(fileURLWithPath: errors)))
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
