import Credentials
import Provenance
import Quantities
import Reporting

/// When it is valid, and whether it still stands: status lists and log (有效性).
extension Verification {
    mutating func checkValidity(_ day: CivilDate) throws {
        func date(_ name: String) -> CivilDate? {
            credential?[name]?.string.flatMap { CivilDate(iso: $0.prefix(10)) }
        }
        guard let from = date("validFrom"), let until = date("validUntil"), from <= day else {
            throw stop(.validity, "not valid yet on \(day)", zh: "在 \(day) 尚未生效")
        }
        guard day < until else {
            throw stop(.validity, "expired on \(until)", zh: "已于 \(until) 到期")
        }
        pass(.validity, "from \(from) up to \(until)", zh: "\(from) 起至 \(until)")
    }

    mutating func checkStatus(_ means: Means) throws {
        guard let path = means.status else {
            return notChecked(
                .status, "no status list at hand (--status)", zh: "没有状态列表（--status）")
        }
        let lists = StatusLists(at: path)
        let entries = credential?["credentialStatus"]?.elements ?? []
        let asked = entries.compactMap { $0["statusPurpose"]?.string }
        guard asked.sorted() == StatusList.Purpose.allCases.map(\.rawValue).sorted() else {
            throw stop(
                .status,
                "it does not name one place each in a list of revoked and one of suspended certificates",
                zh: "未分别指明其在吊销列表与暂停列表中的位置")
        }
        var oldest: StatusList.Signed?
        for entry in entries {
            let name = entry["statusListCredential"]?.string ?? ""
            let purpose = entry["statusPurpose"]?.string ?? ""
            guard let index = entry["statusListIndex"]?.string.flatMap({ Int($0) }),
                index < StatusList.capacity
            else { throw stop(.status, "no such place in a status list", zh: "状态列表无此位置") }
            let named = lists.named(name, purpose: purpose)
            guard !named.isEmpty else {
                return notChecked(
                    .status, "no \(purpose) list of this issuer at hand",
                    zh: "没有该签发方的 \(purpose) 列表")
            }
            let trusted = named.filter { mayAnswer($0.signer, on: $0.from, means) }
            guard let newest = trusted.last else {
                throw stop(
                    .status,
                    "the \(purpose) list is not signed by the issuer's key or one that took its place",
                    zh: "\(purpose) 列表并非由签发方密钥或其接替密钥签名")
            }
            // A list that ran out can still tell against a certificate, but no longer for it.
            if trusted.contains(where: { $0.from == newest.from && $0.list[index] }) {
                throw newest.list.purpose == .revocation
                    ? stop(.status, "revoked", zh: "已吊销") : stop(.status, "suspended", zh: "已暂停")
            }
            guard means.day < newest.until else {
                throw stop(
                    .status,
                    "the \(purpose) list ran out on \(newest.until): ask the issuer for a newer one",
                    zh: "\(purpose) 列表已于 \(newest.until) 失效：请向签发方索取新列表")
            }
            if newest.from < oldest?.from ?? newest.until { oldest = newest }
        }
        guard let oldest else { return }
        let age = means.day.dayNumber - oldest.from.dayNumber
        pass(
            .status,
            "neither revoked nor suspended as of \(oldest.from), \(age < 0 ? "after the day asked" : "\(age) days before"); the list holds up to \(oldest.until)",
            zh:
                "截至 \(oldest.from)（\(age < 0 ? "晚于查询日" : "\(age) 天前")）未吊销、未暂停；列表有效至 \(oldest.until)"
        )
    }

    /// Whether a key may say what became of the certificate: the issuer's, or one that took its place, on a day on
    /// which that key might sign.
    private func mayAnswer(_ key: PublicKey, on day: CivilDate, _ means: Means) -> Bool {
        guard let issuer = signers.first, let keys = means.keys, let entry = keys.entry(of: key)
        else { return false }
        return entry.holds(on: day) && keys.isHeir(key, of: issuer)
    }

    mutating func checkLog(_ path: String, _ means: Means) throws {
        func read(_ path: String) throws -> TransparencyLog {
            guard let bytes = Files.bytes(at: path, limit: 64 << 20) else {
                throw stop(.log, "\(path.lastPart) cannot be read", zh: "无法读取 \(path.lastPart)")
            }
            do {
                return try TransparencyLog(bytes: bytes)
            } catch {
                throw stop(
                    .log, "\(path.lastPart):\(error.line): \(error.reason.english)",
                    zh: "\(path.lastPart):\(error.line)：\(error.reason.chinese)")
            }
        }
        let log = try read(path)
        let unknown = log.entries.first { means.keys?.entry(of: $0.key) == nil }
        if let unknown {
            throw stop(
                .log, "the key file does not know \(unknown.key.identifier)",
                zh: "密钥文件不识别 \(unknown.key.identifier)")
        }
        let early = log.entries.firstIndex {
            !(means.keys?.entry(of: $0.key)?.holds(on: $0.date) ?? false)
        }
        if let early {
            let entry = log.entries[early]
            throw stop(
                .log,
                "line \(early + 1): the key …\(entry.key.shortName) was not valid on \(entry.date)",
                zh: "第 \(early + 1) 行：密钥 …\(entry.key.shortName) 在 \(entry.date) 无效")
        }
        let foreign = log.entries.firstIndex {
            $0.certificate == certificate && !mayAnswer($0.key, on: $0.date, means)
        }
        if let foreign {
            let name = log.entries[foreign].key.shortName
            throw stop(
                .log,
                "line \(foreign + 1): the key …\(name) is neither the issuer's nor one that took its place",
                zh: "第 \(foreign + 1) 行：密钥 …\(name) 既非签发方密钥，也非其接替密钥")
        }
        if let older = means.olderLog, !log.continues(try read(older)) {
            throw stop(
                .log, "the older state is not a beginning of this log: history was rewritten",
                zh: "旧状态不是本日志的前段：历史被改写")
        }
        if let certificate {
            switch log.state(of: certificate) {
            case .issued?, .reinstated?: break
            case .revoked?: throw stop(.log, "revoked", zh: "已吊销")
            case .suspended?: throw stop(.log, "suspended", zh: "已暂停")
            case nil:
                throw stop(.log, "the log does not know the certificate", zh: "日志中没有该证书")
            }
        }
        pass(
            .log, "\(log.entries.count) lines, head \(log.head)",
            zh: "\(log.entries.count) 行，末行摘要 \(log.head)")
    }
}

/// The signed status lists of a file or of a folder.
private struct StatusLists {
    private let lists: [StatusList.Signed]

    init(at path: String) {
        let files =
            Files.isFolder(path)
            ? Files.all(below: path).filter { $0.hasSuffix(".json") && $0.contains("status") }
                .map { path + "/" + $0 } : [path]
        lists = files.prefix(100).compactMap { file in
            Files.bytes(at: file, limit: 1 << 20)
                .flatMap { try? StrictJSON.canonicalValue(of: $0) }.flatMap(StatusList.read)
        }
    }

    /// The lists of a name, the newest last.
    func named(_ name: String, purpose: String) -> [StatusList.Signed] {
        lists.filter { $0.list.name == name && $0.list.purpose.rawValue == purpose }
            .sorted { ($0.from, $0.until) < ($1.from, $1.until) }
    }
}
