import Foundation
import TestSupport
import Testing

/// The built program, run as a user runs it.
enum Program {
    /// What a run printed and how it ended.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The program lies beside the test bundle.
    static let path: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let beside = bundle.deletingLastPathComponent().appendingPathComponent("carbongrade").path
        return FileManager.default.isExecutableFile(atPath: beside)
            ? beside : root + "/.build/debug/carbongrade"
    }()

    /// The folder of the project.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Runs the program with arguments.
    @discardableResult
    static func run(
        _ arguments: String..., environment: [String: String] = ["LC_ALL": "C.UTF-8"]
    ) throws -> Outcome {
        try run(arguments, environment: environment)
    }

    @discardableResult
    static func run(
        _ arguments: [String], executable: String = path,
        environment: [String: String] = ["LC_ALL": "C.UTF-8"]
    ) throws -> Outcome {
        let outcome = try ChildProcess.run(executable, arguments, adding: environment)
        return Outcome(
            status: outcome.status,
            output: try #require(String(data: outcome.output, encoding: .utf8)),
            errors: try #require(String(data: outcome.errors, encoding: .utf8)))
    }
}

/// A folder that goes when the test ends.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "carbongrade-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        let target = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: (target as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try text.write(toFile: target, atomically: true, encoding: .utf8)
    }

    /// A copy of an example.
    static func example(_ name: String) throws -> Folder {
        let folder = try Folder()
        try FileManager.default.removeItem(atPath: folder.path)
        try FileManager.default.copyBytes(
            atPath: Program.root + "/Examples/" + name, toPath: folder.path)
        // What somebody ingested there is no part of the example.
        try? FileManager.default.removeItem(atPath: folder.path + "/.carbongrade")
        return folder
    }
}

/// A JSON document, with numbers as exact decimals.
indirect enum Document: Decodable {
    case object([String: Document])
    case array([Document])
    case string(String)
    case number(Decimal)
    case bool(Bool)
    case null

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Decimal.self) {
            self = .number(number)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let array = try? value.decode([Document].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: Document].self))
        }
    }

    init(_ text: String) throws {
        self = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
    }

    subscript(_ key: String) -> Document? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    subscript(_ index: Int) -> Document? {
        if case .array(let elements) = self, elements.indices.contains(index) {
            elements[index]
        } else {
            nil
        }
    }

    var elements: [Document] { if case .array(let elements) = self { elements } else { [] } }
    /// An exact number.
    var number: Decimal? { if case .number(let value) = self { value } else { nil } }

    var keys: [String] { if case .object(let members) = self { members.keys.sorted() } else { [] } }

    /// The value as text; numbers in their shortest form.
    var text: String? {
        switch self {
        case .string(let string): string
        case .number(let number): "\(number)"
        case .bool(let bool): "\(bool)"
        case .object, .array, .null: nil
        }
    }
}
