import ArgumentParser
import Credentials
import Foundation
import Provenance
import Quantities
import Reporting
import Runs

extension ReportCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        let key = try sign.map(KeyFiles.read)
        if let from {
            let parts = try verifying { try SubmissionFiles.readForHandingIn(folder: from) }
            // What could not be rolled up here is refused before anything is sent.
            _ = try RolledUpReport(parts.map(\.part), of: BilingualText("", zh: ""))
            for (name, bytes, _) in parts { try handIn(name, bytes, remote) }
            guard let period = parts.first?.part.submission.period else { return }
            return try fetch(
                try remote.job("/submissions/roll-up", asked(period), options), period, nil, remote)
        }
        guard let period = try period?.period(today: today) else { return }
        let path = isRolledUp ? "/submissions/roll-up" : "/reports"
        try fetch(
            try remote.job(path, asked(period, key), options), period, key, remote)
    }

    private func asked(_ period: Period, _ key: SigningKey? = nil) -> JSONValue {
        var asked = JSONValue.object([
            "period": .string(period.dashed), "public": .bool(isPublic),
        ])
        if let key { asked = asked.with("key", .string(key.publicKey.identifier)) }
        return asked
    }

    private func handIn(_ name: String, _ bytes: [UInt8], _ remote: RemotePlatform) throws {
        options.progress(name)
        defer { options.endProgress() }
        let taken = try remote.ask("POST", "/submissions", body: Data(bytes))
        guard taken.status == 201 else {
            Terminal.note(FindingDocument.visible(name) + ":\n")
            throw RemoteFailure(taken.status, taken.json)
        }
    }

    /// Fetches the files of a report: all of them or none, as of a report that is made here.
    private func fetch(
        _ job: JSONValue, _ period: Period, _ key: SigningKey?, _ remote: RemotePlatform
    ) throws {
        guard job["state"] == .string("done"), let outcome = job["outcome"] else {
            throw RemoteFailure(422, job["problem"] ?? .null)
        }
        let files = (outcome["files"]?.elements ?? []).compactMap(\.string)
        try LocalFiles.check(files.count)
        guard key == nil || files.contains(SubmissionFiles.unsignedName) else {
            throw RunFailure(
                "the platform gives no submission to sign: its program is perhaps an older one",
                zh: "平台未给出待签名的报送文件：其程序版本可能较旧")
        }
        let outbox = try Outbox(output, of: "report")
        let number = job["job"].map(\.digits) ?? "0"
        for name in files {
            let path = "/jobs/\(number)/files/" + RemotePlatform.encoded(name)
            if let key, name == SubmissionFiles.unsignedName {
                try outbox.put(
                    SubmissionFiles.sign(
                        unsigned: [UInt8](try remote.get("GET", path).bytes), over: period, by: key,
                        on: today ?? .today), as: SubmissionFiles.name)
            } else {
                try remote.fetch(path, to: outbox.staging + "/" + LocalFiles.plain(name))
            }
        }
        let names = try outbox.commit(period: period.label)
        switch options.format {
        case .json:
            Terminal.print(outcome.with("files", .array(names.map(JSONValue.string))).text)
        case .csv, .table:
            var table = CSVText(header: ["file"])
            for name in names { table.append([name]) }
            Terminal.print(table.text)
        }
        if case .number(let count)? = outcome["findings_summary"]?["disqualifies"], count != "0" {
            throw ExitCode(1)
        }
    }
}
