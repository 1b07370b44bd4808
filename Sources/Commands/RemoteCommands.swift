import ArgumentParser
import Foundation
import Provenance
import Quantities
import Reporting
import Runs

extension Period {
    /// The period as a part of a path.
    var inPath: String { "/periods/" + RemotePlatform.encoded(dashed) }

    /// The label without a slash.
    var dashed: String { label.replacingOccurrences(of: "/", with: "--") }
}

/// Options that a platform does not take.
func refuse(_ given: Bool, _ name: String, _ options: CommonOptions) throws {
    guard !given else {
        throw ValidationError(
            options.words("\(name) cannot be asked of a platform", zh: "平台不支持 \(name)"))
    }
}

extension AccountCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try refuse(release || compare, "--release, --compare", options)
        try remote.show(
            chosen.period.inPath + "/account",
            [
                ("site", chosen.site), ("format", options.remoteForm),
                ("lang", options.chosenLanguage?.rawValue),
            ])
    }
}

extension GradeCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try refuse(html || rank || overTime != nil, "--html, --rank, --over-time", options)
        try remote.show(
            chosen.period.inPath + "/grade",
            [
                ("site", chosen.site), ("format", options.remoteForm),
                ("scheme", scheme.isEmpty ? nil : scheme.joined(separator: ",")),
                ("lang", options.chosenLanguage?.rawValue),
            ])
    }
}

extension LedgerCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try remote.show(
            chosen.period.inPath + "/ledger",
            [("site", chosen.site), ("format", options.remoteForm)])
    }
}

extension CheckCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try refuse(findings != nil, "--findings", options)
        let label =
            try period?.label
            ?? remote.get("GET", "/periods").json["span"]?["label"]?.string ?? ""
        let path =
            "/periods/" + RemotePlatform.encoded(label.replacingOccurrences(of: "/", with: "--"))
        try remote.show(
            path + "/check",
            [
                ("site", site), ("format", options.remoteForm),
                ("lang", options.chosenLanguage?.rawValue),
            ])
    }
}

extension ExplainCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        let parts = figure.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw ValidationError(
                options.words(
                    "Name the site before the figure, as in SITE:\(figure)",
                    zh: "请在数据名前写站点，例如 SITE:\(figure)"))
        }
        try remote.show(
            period.inPath + "/explain",
            [
                ("site", parts[0]), ("figure", parts[1]), ("at", at),
                ("format", options.format.rawValue), ("lang", options.language.rawValue),
            ])
    }
}

extension IngestCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try refuse(key != nil, "--key", options)
        guard !files.isEmpty, !files.contains("-") else {
            throw ValidationError(
                options.words("Name the files to send", zh: "请指明要发送的文件"))
        }
        var ids: [String] = []
        for file in files {
            ids.append(
                try remote.upload(file) { sent, size in
                    options.progress(
                        "\((file as NSString).lastPathComponent)  \(sent / 1_048_576) / \(size / 1_048_576) MiB"
                    )
                })
        }
        guard let first = ids.first else { return }
        // What was only tried is not left behind.
        defer { if dryRun { for id in ids { _ = try? remote.ask("DELETE", "/uploads/" + id) } } }
        let job = try remote.job(
            "/uploads/\(first)/book",
            .object([
                "with": .array(ids.dropFirst().map(JSONValue.string)), "layout": .text(layout),
                "dry_run": .bool(dryRun),
            ]), options)
        if let rejected { try fetch(rejected, of: job, remote) }
        try JobPrinter.show(job, options)
    }

    /// Rejected rows of one file under the name that was given, of several in a folder of that name.
    private func fetch(_ path: String, of job: JSONValue, _ remote: RemotePlatform) throws {
        let number = job["job"].map(\.digits) ?? "0"
        let names = (job["outcome"]?["rejected_rows"]?.elements ?? []).compactMap {
            $0["file"]?.string
        }
        try LocalFiles.check(names.count)
        for name in names {
            try remote.fetch(
                "/jobs/\(number)/files/" + RemotePlatform.encoded(name),
                to: names.count == 1 ? path : path + "/" + LocalFiles.plain(name))
        }
    }
}

extension PlanCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try refuse(html != nil, "--html", options)
        try remote.show(
            chosen.period.inPath + "/plan",
            [
                ("site", chosen.site), ("format", options.remoteForm), ("budget", budget),
                ("target", target?.text), ("discount_rate", discountRate),
                ("years", years.map(String.init)), ("lang", options.chosenLanguage?.rawValue),
            ])
    }
}

extension UndoCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        // Of other numbers there is no path to ask for.
        guard (1...Int(Int32.max)).contains(batch) else {
            throw RemoteFailure(
                404,
                .object([
                    "code": .string("unknown-batch"),
                    "detail": .string(
                        options.words("there is no batch \(batch)", zh: "没有批次 \(batch)")),
                ]))
        }
        let job = try remote.job("/batches/\(batch)/undo", nil, options)
        try JobPrinter.show(job, options)
    }
}

extension RemotePlatform {
    /// Asks for work and waits for its end.
    func job(
        _ path: String, _ json: JSONValue?, _ options: CommonOptions
    ) throws -> JSONValue {
        let asked = try get("POST", path, json: json)
        defer { options.endProgress() }
        return try over("/jobs/\(asked.json["job"]?["job"].map(\.digits) ?? "0")") {
            options.progress($0["stage"]?.string ?? "")
        }
    }
}

extension JSONValue {
    /// The digits of a number; nothing of anything else.
    var digits: String { if case .number(let digits) = self { digits } else { "" } }
}

/// What a job of a platform gave.
private enum JobPrinter {
    static func show(_ job: JSONValue, _ options: CommonOptions) throws {
        guard job["state"] == .string("done"), let outcome = job["outcome"] else {
            throw RemoteFailure(422, job["problem"] ?? .null)
        }
        switch options.format {
        case .json: Terminal.print(outcome.text)
        case .csv, .table:
            var table = CSVText(header: [
                "batch", "file", "rows", "rows_rejected", "energy_booked_kwh", "balance_kwh",
            ])
            for line in outcome["energy_statement"]?.elements ?? [] {
                table.append([
                    line["batch"]?.digits ?? "", line["file"]?.string ?? "",
                    line["rows"]?.digits ?? "",
                    line["rows_rejected"]?.digits ?? "", line["energy_booked_kwh"]?.digits ?? "",
                    line["balance_kwh"]?.digits ?? "",
                ])
            }
            Terminal.print(table.text)
        }
        if case .number(let count)? = outcome["findings_summary"]?["disqualifies"], count != "0" {
            throw ExitCode(1)
        }
    }
}
