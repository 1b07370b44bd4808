import ArgumentParser
import Credentials
import Foundation
import Provenance
import Quantities
import Reporting
import Runs

extension CertifyCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try refuse(key != nil || issuedOn != nil, "--key, --issued-on", options)
        let verifier = try verifier.verifier(options).map { verifier -> JSONValue in
            .object([
                "assurance": .string(verifier.level.rawValue),
                "key": .string(verifier.key.identifier), "name": .string(verifier.name),
                "accreditation": .text(verifier.accreditation),
                "standard": .string(verifier.standard),
                "opinion": .string(verifier.opinion.rawValue),
            ])
        }
        let issued = try remote.get(
            "POST", "/certificates",
            json: .object([
                "site": .string(site), "period": .string(period.label), "scheme": .string(scheme),
                "verifier": verifier ?? .null,
            ]))
        let number = issued.json["certificate"]?.string ?? ""
        guard CertificateNumber.isOne(number, atLeast: 64) else {
            throw RunFailure(
                "the platform names no certificate", zh: "平台未给出证书编号")
        }
        let path = "/certificates/" + RemotePlatform.encoded(number)
        var names = [number + ".json"]
        try remote.fetch(path, to: output + "/" + names[0])
        if issued.json["awaits_countersignature"] != .bool(true) {
            names.append(number + ".pdf")
            try remote.fetch(
                path + "/pdf", [("lang", options.chosenLanguage?.rawValue)],
                to: output + "/" + names[1])
        }
        switch options.format {
        case .json:
            Terminal.print(
                issued.json.with("files", .array(names.map(JSONValue.string))).text)
        case .csv, .table:
            var table = CSVText(header: ["certificate", "file"])
            for name in names { table.append([number, name]) }
            Terminal.print(table.text)
        }
    }
}

extension StatusOptions {
    /// Has a platform note what happened to a certificate, with its own key and by its own clock.
    func note(
        _ word: String, _ certificate: String, on remote: RemotePlatform, _ options: CommonOptions
    ) throws {
        try refuse(key != nil || on != nil, "--key, --on", options)
        guard !reason.isEmpty else {
            throw ValidationError(
                options.words(
                    "--reason says why; a platform does nothing without",
                    zh: "请以 --reason 说明原因；平台须有原因方予办理"))
        }
        let path = try CertificateNumber.path(certificate, atLeast: 8)
        let done = try remote.get(
            "POST", path + "/" + word, json: .object(["reason": .string(reason)]))
        show(done, options)
    }

    /// Has a platform suspend what its ledger no longer gives.
    func suspendRestated(on remote: RemotePlatform, _ options: CommonOptions) throws {
        try refuse(key != nil || on != nil, "--key, --on", options)
        let done = try remote.get("POST", "/certificates/suspend-restated")
        show(done, options)
        let left = done.json["left"] ?? .array([])
        guard left.elements.isEmpty else {
            throw RemoteFailure(
                422,
                .object([
                    "detail": .string(
                        options.words("some stay as they are", zh: "部分证书保持不变")),
                    "reasons": left,
                ]))
        }
    }

    private func show(_ answer: RemoteAnswer, _ options: CommonOptions) {
        let event = answer.json["event"]?.string.flatMap(TransparencyLog.Event.init(rawValue:))
        let changed = (answer.json["certificates"]?.elements ?? []).map { line in
            (certificate: line["certificate"]?.string ?? "", reason: line["reason"]?.string ?? "")
        }
        guard let event else { return }
        show(changed, event, options)
    }
}

extension RevokeCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try status.note("revoke", certificate, on: remote, options)
    }
}

extension SuspendCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        if let certificate = try chosen() {
            try status.note("suspend", certificate, on: remote, options)
        } else {
            try status.suspendRestated(on: remote, options)
        }
    }
}

extension ReinstateCommand: RemoteCommand {
    func run(on remote: RemotePlatform) throws {
        try status.note("reinstate", certificate, on: remote, options)
    }
}

extension CountersignCommand: RemoteCommand {
    /// Fetches a credential, signs it here, and hands it in: the verifier's key stays where it lies.
    ///
    /// What a number of 64 digits names cannot be another credential; of fewer digits a platform could make one. What
    /// this key countersigned before is kept as it is, so that a command that broke off can be given again.
    func run(on remote: RemotePlatform) throws {
        let signer = try KeyFiles.read(key)
        let isNumber = CertificateNumber.isOne(file, atLeast: 64)
        let bytes =
            isNumber
            ? [UInt8](try remote.get("GET", CertificateNumber.path(file, atLeast: 64)).bytes)
            : try CertificateFiles.read(file)
        if isNumber, let before = try countersigned(bytes, by: signer) { return try keep(before) }
        let signed = try Countersignature.add(
            to: bytes, by: signer, on: signedOn ?? .today, language: options.chosenLanguage)
        guard !isNumber || signed.digest.hexadecimal == file else {
            throw CertificateRefusal(
                .assuranceIncomplete, "the platform gave another certificate than \(file)",
                zh: "平台给出的证书并非 \(file)")
        }
        let path = try CertificateNumber.path(signed.digest.hexadecimal, atLeast: 64)
        let taken = try remote.ask(
            "POST", path + "/countersignature", body: Data(signed.json))
        guard taken.status == 200 else { throw RemoteFailure(taken.status, taken.json) }
        try keep(signed)
    }

    /// The credential of the number that was asked for, where its issuer and then this very key signed it; nil where
    /// it is not that.
    private func countersigned(
        _ bytes: [UInt8], by signer: SigningKey
    ) throws -> (digest: Digest, json: [UInt8], pdf: [UInt8])? {
        guard let credential = try? StrictJSON.canonicalValue(of: bytes),
            (try? CertificateForm.credential.check(credential)) != nil
        else { return nil }
        let identity = CertificateIdentity(computedFrom: credential)
        let signers = DataIntegrityProof.proofs(of: credential).map {
            DataIntegrityProof.signer(of: $0, on: credential)
        }
        guard identity.digest.hexadecimal == file, identity == CertificateIdentity(of: credential),
            signers.count == 2, signers[1] == signer.publicKey, signers[0] != signers[1],
            signers[0]?.identifier == credential["issuer"]?["id"]?.string
        else { return nil }
        let stated = credential["credentialSubject"]?["data"]?["settings"]?["language"]?.string
        let pdf = try CertificateFiles.paper(
            of: credential, sealedBy: signer,
            language: options.chosenLanguage ?? stated.flatMap(Language.init) ?? .both)
        return (identity.digest, CanonicalJSON.bytes(of: credential), pdf)
    }
}

/// Numbers of certificates as a platform is asked for them.
enum CertificateNumber {
    static func isOne(_ text: String, atLeast digits: Int) -> Bool {
        (digits...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// The path of a certificate.
    ///
    /// - Throws: `CertificateRefusal` when no certificate can have that number, as a portfolio refuses it.
    static func path(_ text: String, atLeast digits: Int) throws -> String {
        guard isOne(text, atLeast: digits) else {
            throw CertificateRefusal(
                .notInRegistry, "no certificate has the number \(text)", zh: "没有编号为 \(text) 的证书")
        }
        return "/certificates/" + text
    }
}
