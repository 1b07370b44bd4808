import Foundation
import MeterFiles
import Provenance

/// The files of an ingest (导入文件的选择): those that are named, everything below a folder, what a
/// pattern matches, standard input; `readings/` where nothing is named.
struct InputChoice {
    /// The files in the order in which they count as evidence.
    private(set) var inputs: [Ingest.Input] = []
    /// A copy of standard input, gone with the choice.
    private var copy: String?

    /// A pattern may match so many files.
    private static let mostFiles = 1_000_000

    /// Settles the files; nothing is read but standard input.
    ///
    /// - Throws: `Refusal` when a name leads nowhere or a pattern matches nothing.
    init(_ names: [String], in portfolio: Portfolio, standardInput: String) throws {
        guard !names.isEmpty else {
            let readings = portfolio.folder + "/readings"
            inputs = Files.all(below: readings).map {
                Ingest.Input(path: readings + "/" + $0, name: "readings/" + $0)
            }
            return
        }
        try add(names, standardInput: standardInput, portfolio: portfolio.folder)
    }

    /// Settles the files that are only looked at.
    init(_ names: [String], standardInput: String) throws {
        try add(names, standardInput: standardInput, portfolio: nil)
    }

    private mutating func add(
        _ names: [String], standardInput: String, portfolio: String?
    ) throws {
        for name in names {
            if name == "-" {
                guard copy == nil else { continue }
                let path = try Self.copyOfStandardInput()
                copy = path
                inputs.append(Ingest.Input(path: path, name: standardInput.lastPart))
                continue
            }
            for path in try Self.paths(name) { add(path, portfolio) }
        }
    }

    /// Removes the copy of standard input.
    func discard() {
        if let copy { try? FileManager.default.removeItem(atPath: copy) }
    }

    private mutating func add(_ path: String, _ portfolio: String?) {
        guard Files.isFolder(path) else {
            inputs.append(
                Ingest.Input(path: path, name: Self.name(of: path, in: portfolio)))
            return
        }
        for file in Files.all(below: path) {
            let whole = path + "/" + file
            inputs.append(
                Ingest.Input(path: whole, name: Self.name(of: whole, in: portfolio)))
        }
    }

    /// The paths behind a name: itself where it exists, else what it matches as a pattern.
    static func paths(_ name: String) throws -> [String] {
        if Files.exists(name) { return [name] }
        let isPattern = name.contains { $0 == "*" || $0 == "?" }
        let found = isPattern ? matches(name) : []
        guard found.isEmpty else { return found }
        throw Refusal([
            Finding(
                .fileUnreadable, file: name.lastPart,
                phrases: [
                    "reason": isPattern
                        ? BilingualText("no file matches the pattern", zh: "没有文件与通配符匹配")
                        : BilingualText("no such file", zh: "文件不存在")
                ])
        ])
    }

    /// The files and folders that a pattern matches, in byte order: `*` and `?` inside a part of the
    /// path, `**` for any folders. Hidden ones are matched only by a part that begins with a point.
    private static func matches(_ pattern: String) -> [String] {
        var bases = [pattern.hasPrefix("/") ? "/" : ""]
        for part in pattern.split(separator: "/").map(String.init) {
            guard part.contains(where: { $0 == "*" || $0 == "?" }) else {
                bases = bases.map { join($0, part) }
                continue
            }
            bases = bases.flatMap { base -> [String] in
                part == "**" ? folders(below: base) : entries(of: base, matching: part)
            }
            if bases.count > mostFiles { bases.removeLast(bases.count - mostFiles) }
        }
        return bases.filter { Files.exists($0) }.sorted {
            Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
        }
    }

    private static func join(_ base: String, _ part: String) -> String {
        base.isEmpty || base.hasSuffix("/") ? base + part : base + "/" + part
    }

    private static func entries(of base: String, matching part: String) -> [String] {
        let folder = base.isEmpty ? "." : base
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { name in
            (part.hasPrefix(".") || !name.hasPrefix("."))
                && Layout.matches(Array(name.utf8)[...], pattern: Array(part.utf8)[...])
        }.map { join(base, $0) }
    }

    private static func folders(below base: String) -> [String] {
        var found = [base]
        guard let walk = FileManager.default.enumerator(atPath: base.isEmpty ? "." : base) else {
            return found
        }
        for case let name as String in walk {
            let path = join(base, name)
            let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
            if !isHidden, Files.isFolder(path) { found.append(path) }
        }
        return found
    }

    /// Relative to the portfolio where the file lies in it; else the bare name, because no output
    /// holds a path outside the portfolio.
    private static func name(of path: String, in portfolio: String?) -> String {
        guard let portfolio else { return path.lastPart }
        let whole = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
        let folder = URL(fileURLWithPath: portfolio).standardizedFileURL
            .resolvingSymlinksInPath().path
        return whole.hasPrefix(folder + "/")
            ? String(whole.dropFirst(folder.count + 1)) : path.lastPart
    }

    /// A stream is read once, but a file is digested, looked at and read: so it is kept aside.
    private static func copyOfStandardInput() throws -> String {
        let path = NSTemporaryDirectory() + "carbongrade-" + UUID().uuidString
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let target = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        defer { try? target.close() }
        do {
            while let block = try FileHandle.standardInput.read(upToCount: 1 << 20), !block.isEmpty
            {
                try target.write(contentsOf: block)
            }
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
        return path
    }
}
