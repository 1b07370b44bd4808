import CarbonAccounting
import Credentials
import Foundation
import Grading
import MeterFiles
public import Provenance
import Quantities
public import Reporting

/// The computation behind a certificate, done again from its inputs (重算): tables and readings go
/// into an empty ledger, and what comes out must have the same bytes.
public enum Replay {
    /// Computes a certificate again from a portfolio folder, which is left as it is.
    ///
    /// - Returns: What differs first: a release, then an input, then a figure; nil when the bytes
    ///   are the same.
    public static func difference(
        of credential: JSONValue, in folder: String, _ data: PublishedData
    ) throws -> BilingualText? {
        let recorded = credential["credentialSubject"] ?? .null
        if let release = releaseDifference(recorded["data"] ?? .null, data) { return release }
        let scratch = NSTemporaryDirectory() + "carbongrade-replay-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        try copyTables(from: folder, to: scratch)
        let portfolio = try Portfolio(folder: scratch)
        let tables = recorded["data"]?["tables"]?.elements ?? []
        let now = Dictionary(portfolio.digests.map { ($0.name, $0.digest.hexadecimal) }) { $1 }
        for table in tables {
            let name = table["name"]?.string ?? ""
            if now[name] != table["sha256"]?.string { return differs(input: name) }
        }
        if let input = try ingest(recorded, from: folder, into: portfolio) { return input }
        return try ledgerDifference(of: credential, portfolio, data)
    }

    /// Holds a certificate against what the ledger of a portfolio gives now.
    ///
    /// - Parameter figuresOnly: Leaves out the list of inputs and the findings: later readings of
    ///   other years change them and no certified figure.
    static func ledgerDifference(
        of credential: JSONValue, _ portfolio: Portfolio, _ data: PublishedData,
        figuresOnly: Bool = false
    ) throws -> BilingualText? {
        let recorded = credential["credentialSubject"] ?? .null
        do {
            let certification = try Certification(try request(recorded), portfolio, data)
            let computed = certification.credential(
                issuer: credential["issuer"]?["id"]?.string ?? "",
                status: credential["credentialStatus"] ?? .null,
                supersedes: recorded["supersedes"]?.string)
            let original = credential.without("id", "proof")
            if figuresOnly { return firstDifference(figures(original), figures(computed), at: "") }
            guard CanonicalJSON.bytes(of: computed) != CanonicalJSON.bytes(of: original) else {
                return nil
            }
            return firstDifference(original, computed, at: "")
                ?? BilingualText("the bytes differ", zh: "字节不同")
        } catch let refusal as CertificateRefusal {
            let why = refusal.reasons.first?.text ?? BilingualText("refused", zh: "被拒绝")
            return BilingualText(
                "no certificate would be issued now: \(why.english)", zh: "现在不会出证：\(why.chinese)")
        }
    }

    private static func figures(_ credential: JSONValue) -> JSONValue {
        (credential["credentialSubject"] ?? .null).without("data", "findings")
    }

    // MARK: - Releases first

    /// A release that differs explains every figure that does.
    private static func releaseDifference(
        _ recorded: JSONValue, _ data: PublishedData
    ) -> BilingualText? {
        func differs(_ name: BilingualText, _ was: String?, _ now: String?) -> BilingualText? {
            guard was != now else { return nil }
            let (was, now) = (was ?? "–", now ?? "–")
            return BilingualText(
                "another \(name.english): the certificate has \(was), here is \(now)",
                zh: "\(name.chinese)不同：证书为 \(was)，此处为 \(now)")
        }
        let rulebooks = Dictionary(
            data.rulebooks.map { ($0.rulebook.id, $0.digest.hexadecimal) }
        ) { first, _ in first }
        let recordedBooks = recorded["rulebooks"]?.elements ?? []
        let tool = BilingualText("version of the tool", zh: "工具版本")
        let factors = BilingualText("release of emission factors", zh: "排放因子版本")
        return differs(tool, recorded["tool"]?["version"]?.string, Tool.version)
            ?? differs(factors, recorded["factor_release"]?.string, data.factors.release)
            ?? differs(
                BilingualText("content of the emission factors", zh: "排放因子内容"),
                recorded["factor_digest"]?.string, data.factors.digest.hexadecimal)
            ?? recordedBooks.lazy.compactMap { book in
                let id = book["id"]?.string ?? ""
                return differs(
                    BilingualText("rulebook \(id)", zh: "评级规则 \(id)"), book["sha256"]?.string,
                    rulebooks[id])
            }.first
            ?? differs(
                BilingualText("number of rulebooks", zh: "评级规则数量"),
                String(recordedBooks.count), String(rulebooks.count))
            ?? differs(
                BilingualText("release of time zones (tzdata)", zh: "时区数据（tzdata）版本"),
                recorded["tzdata"]?.string, TimeZones.release)
    }

    // MARK: - Inputs

    private static func differs(input name: String) -> BilingualText {
        BilingualText(
            "the input \(name) is missing or is not the one that was certified",
            zh: "输入 \(name) 缺失或与出证时不同")
    }

    /// Everything of the portfolio but its readings and its store.
    private static func copyTables(from folder: String, to scratch: String) throws {
        try Files.makeFolder(scratch)
        for name in Files.all(below: folder) where !name.hasPrefix("readings/") {
            // Tables may name further files, such as the hourly profile of a lot.
            guard let bytes = Files.bytes(at: folder + "/" + name, limit: 16 << 20) else {
                continue
            }
            try Files.write(bytes, to: scratch + "/" + name)
        }
    }

    /// Ingests the readings batch by batch, as they came; gives the first that is not there.
    private static func ingest(
        _ recorded: JSONValue, from folder: String, into portfolio: Portfolio
    ) throws -> BilingualText? {
        let files = recorded["data"]?["readings"]?.elements ?? []
        let originals = Originals(store: folder + "/.carbongrade")
        var batches: [[(path: String, layout: String?)]] = []
        var number = ""
        for file in files {
            let name = file["name"]?.string ?? ""
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard let digest = file["sha256"]?.string.flatMap(Digest.init(hexadecimal:)),
                !name.isEmpty, !parts.contains(where: { [".", "..", ""].contains($0) })
            else { return differs(input: name) }
            let beside = folder + "/" + name
            let source = Files.exists(beside) ? beside : originals.path(of: digest)
            let target = portfolio.folder + "/" + name
            try? FileManager.default.removeItem(atPath: target)
            guard (try? Files.copy(source, to: target)) != nil,
                let reader = try? ByteReader(path: target, name: name),
                (try? reader.digestOnly()) != nil, reader.digest == digest
            else { return differs(input: name) }
            if file["batch"]?.string != number { batches.append([]) }
            number = file["batch"]?.string ?? ""
            batches[batches.count - 1].append((target, file["layout"]?.string))
        }
        for batch in batches {
            _ = try Ingest.run(
                batch.map(\.path), into: portfolio, layout: batch.first?.layout)
        }
        return nil
    }

    private static func request(_ recorded: JSONValue) throws -> Certification.Request {
        let period = recorded["period"]
        guard let site = recorded["site"]?["site_id"]?.string,
            let start = period?["start"]?.string.flatMap({ CivilDate(iso: $0) }),
            let end = period?["end"]?.string.flatMap({ CivilDate(iso: $0) }),
            let span = Period(from: start, to: end, label: period?["label"]?.string),
            let scheme = recorded["grade"]?["scheme"]?.string,
            let issuedOn = recorded["issued_on"]?.string.flatMap({ CivilDate(iso: $0) })
        else {
            throw CertificateRefusal(.notFullYear, "no period is stated", zh: "未载明统计期")
        }
        let assurance = recorded["assurance"]
        var verifier: Certification.Verifier?
        if let stated = assurance?["verifier"], stated != .null,
            let level = assurance?["level"]?.string.flatMap(CertificateForm.Assurance.init),
            let key = stated["id"]?.string.flatMap(PublicKey.init(identifier:)),
            let opinion = stated["opinion"]?.string.flatMap(CertificateForm.Opinion.init)
        {
            verifier = Certification.Verifier(
                level: level, key: key, name: stated["name"]?.string ?? "",
                accreditation: stated["accreditation"]?.string,
                standard: stated["standard"]?.string ?? "", opinion: opinion)
        }
        return Certification.Request(
            site: site, period: span, scheme: scheme, issuedOn: issuedOn, verifier: verifier)
    }

    // MARK: - Figures

    /// The first member, in the order of their names, whose values differ.
    private static func firstDifference(
        _ was: JSONValue, _ now: JSONValue, at path: String
    ) -> BilingualText? {
        switch (was, now) {
        case (.object(let left), .object(let right)):
            return Set(left.keys).union(right.keys).sorted().lazy.compactMap { name in
                firstDifference(
                    left[name] ?? .null, right[name] ?? .null,
                    at: path.isEmpty ? name : path + "." + name)
            }.first
        case (.array(let left), .array(let right)) where left.count == right.count:
            return zip(left, right).enumerated().lazy.compactMap { number, pair in
                firstDifference(pair.0, pair.1, at: "\(path)[\(number)]")
            }.first
        default:
            guard was != now else { return nil }
            let texts = [was, now].map { text in
                String(String(decoding: CanonicalJSON.bytes(of: text), as: UTF8.self).prefix(80))
            }
            return BilingualText(
                "\(path): the certificate has \(texts[0]), the inputs give \(texts[1])",
                zh: "\(path)：证书为 \(texts[0])，由输入得到 \(texts[1])")
        }
    }
}

extension Verification {
    /// Adds the replay, when everything before it held.
    public mutating func replay(in folder: String, _ data: PublishedData) throws {
        guard failure == nil, let credential else { return }
        if let difference = try Replay.difference(of: credential, in: folder, data) {
            fail(.replay, difference)
        } else {
            pass(
                .replay,
                BilingualText(
                    "the inputs give the same certificate, byte for byte", zh: "由输入重算，逐字节一致"))
        }
    }
}
