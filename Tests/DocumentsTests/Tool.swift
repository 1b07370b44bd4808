import Foundation
import TestSupport

/// A program of the system that looks at a document independently.
enum Tool {
    /// The folder of all tests.
    static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Where it is; nil when it is not installed.
    static func path(_ name: String) -> String? {
        ["/usr/bin/", "/usr/local/bin/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Whether Debian's Python can read workbooks.
    static let readsWorkbooks: Bool = {
        guard path("python3") != nil else { return false }
        return (try? run("python3", "-c", "import openpyxl"))?.status == 0
    }()

    /// Whether Debian's Python can read PDFs and fonts.
    static let readsPapers: Bool = {
        guard path("python3") != nil else { return false }
        return (try? run("python3", "-c", "import pikepdf, fontTools"))?.status == 0
    }()

    /// Runs it to its end; gives its status and all that it printed.
    static func run(_ name: String, _ arguments: String...) throws -> (status: Int32, output: Data)
    {
        let outcome = try ChildProcess.run(path(name) ?? "/usr/bin/\(name)", arguments)
        return (outcome.status, outcome.output + outcome.errors)
    }

    /// Lets something work with a file of these bytes.
    static func withFile<Result>(
        _ bytes: [UInt8], _ suffix: String, _ body: (String) throws -> Result
    ) throws -> Result {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("carbongrade-test-\(UUID().uuidString).\(suffix)").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }
}
