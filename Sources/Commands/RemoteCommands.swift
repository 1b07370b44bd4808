import ArgumentParser
import Foundation
import Provenance
import Quantities
import Reporting
import Runs

extension Period {
    /// The period as a part of a path.
    fileprivate var inPath: String {
        "/periods/" + RemotePlatform.encoded(label.replacingOccurrences(of: "/", with: "--"))
    }
}

/// Options that a platform does not take.
private func refuse(_ given: Bool, _ name: String, _ options: CommonOptions) throws {
    guard !given else {
        throw ValidationError(
            options.words("\(name) cannot be asked of a platform", zh: "平台不支持 \(name)"))
    }
}

extension AccountCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try refuse(release || compare, "--release, --compare", options)
        try options.show(
            try remote.get(
                "GET", chosen.period.inPath + "/account",
                [
                    ("site", chosen.site), ("format", options.remoteForm),
                    ("lang", options.chosenLanguage?.rawValue),
                ]))
    }
}

extension GradeCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try refuse(!scheme.isEmpty, "--scheme", options)
        try options.show(
            try remote.get(
                "GET", chosen.period.inPath + "/grade",
                [
                    ("site", chosen.site), ("format", options.remoteForm),
                    ("lang", options.chosenLanguage?.rawValue),
                ]))
    }
}

extension LedgerCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try options.show(
            try remote.get(
                "GET", chosen.period.inPath + "/ledger",
                [("site", chosen.site), ("format", options.remoteForm)]))
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
        try options.show(
            try remote.get(
                "GET", path + "/check",
                [("site", site), ("lang", options.chosenLanguage?.rawValue)]))
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
        try options.show(
            try remote.get(
                "GET", period.inPath + "/explain",
                [
                    ("site", parts[0]), ("figure", parts[1]), ("at", at),
                    ("lang", options.chosenLanguage?.rawValue),
                ]))
    }
}

extension IngestCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try refuse(dryRun || rejected != nil, "--dry-run, --rejected", options)
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
        let asked = try remote.get(
            "POST", "/uploads/\(first)/book",
            json: .object([
                "with": .array(ids.dropFirst().map(JSONValue.string)), "layout": .text(layout),
            ]))
        let job = try remote.over("/jobs/\(asked.json["job"]?["job"].map(\.digits) ?? "0")") {
            options.progress($0["stage"]?.string ?? "")
        }
        options.endProgress()
        try JobPrinter.show(job, options)
    }
}

extension UndoCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        let asked = try remote.get("POST", "/batches/\(batch)/undo")
        let job = try remote.over("/jobs/\(asked.json["job"]?["job"].map(\.digits) ?? "0")") { _ in
        }
        try JobPrinter.show(job, options)
    }
}

extension JSONValue {
    /// The digits of a number; nothing of anything else.
    fileprivate var digits: String { if case .number(let digits) = self { digits } else { "" } }
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
