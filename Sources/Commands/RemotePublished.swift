import ArgumentParser
import EnergyLedger
import Foundation
import Provenance
import Reporting
import Runs

// What is published, as a platform has it. Unlike figures it needs no ledger, so a platform also makes the table for the
// eye, and the output is that of the folder to the byte.

extension RemotePlatform {
    /// Prints a list or a value; `unknown` tells of a name that the platform does not know.
    fileprivate func listing(
        _ path: String, _ query: [(String, String?)], _ options: CommonOptions,
        unknown: @autoclosure () -> ValidationError
    ) throws {
        do {
            try show(path, query + form(options))
        } catch let failure as RemoteFailure where failure.status == 404 {
            throw unknown()
        }
    }

    fileprivate func listing(
        _ path: String, _ query: [(String, String?)], _ options: CommonOptions
    ) throws {
        try show(path, query + form(options))
    }

    fileprivate func form(_ options: CommonOptions) -> [(String, String?)] {
        [("format", options.format.rawValue), ("lang", options.language.rawValue)]
    }
}

extension FactorsCommand.List: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        let query = [
            ("region", region), ("kind", kind?.rawValue), ("year", year.map(String.init)),
            ("publication", publication), ("release", release),
        ]
        guard options.format == .json else {
            return try remote.listing("/factors", query, options)
        }
        // The interface gives pages; here they are one list again.
        var whole: [String: JSONValue]?
        var factors: [JSONValue] = []
        var cursor: String?
        repeat {
            let page = try remote.get(
                "GET", "/factors",
                query + remote.form(options) + [("limit", "1000"), ("cursor", cursor)]
            ).json
            guard case .object(var members) = page else { break }
            factors += members.removeValue(forKey: "factors")?.elements ?? []
            let next = members.removeValue(forKey: "next_cursor")?.string
            guard whole ?? members == members, next == nil || next != cursor,
                factors.count <= Self.most
            else {
                throw RunFailure(
                    "the factors changed while they were read: try again",
                    zh: "读取期间因子发生变化：请重试")
            }
            (whole, cursor) = (members, next)
        } while cursor != nil
        whole?["factors"] = .array(factors)
        Terminal.print(JSONValue.object(whole ?? [:]).text)
    }

    /// More values no release has.
    private static var most: Int { 1_000_000 }
}

extension FactorsCommand.Show: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try remote.listing(
            "/factors/" + RemotePlatform.encoded(factor), [("release", release)], options,
            unknown: unknown)
    }
}

extension FactorsCommand.Diff: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try remote.listing(
            "/factor-differences", [("before", before), ("after", after)], options)
    }
}

extension SchemesCommand.List: RemoteCommand {
    func run(on remote: RemotePlatform) throws { try remote.listing("/schemes", [], options) }
}

extension SchemesCommand.Show: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try remote.listing(
            "/schemes/" + RemotePlatform.encoded(scheme), [], options, unknown: unknown)
    }
}

extension MeasuresCommand.List: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try remote.listing("/measures", [("kind", kind?.rawValue)], options)
    }
}

extension MeasuresCommand.Show: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try remote.listing(
            "/measures/" + RemotePlatform.encoded(measure), [], options, unknown: unknown)
    }
}
