public import Credentials
import Documents
import Foundation
public import Provenance
public import Reporting

/// The files of a certificate on disk (证书文件).
public enum CertificateFiles {
    /// Writes `<certificate id>.json` and, where there is one, `<certificate id>.pdf`.
    ///
    /// - Returns: The names of the files.
    public static func write(
        _ digest: Digest, json: [UInt8], pdf: [UInt8]?, to folder: String
    ) throws -> [String] {
        var files = [(digest.hexadecimal + ".json", json)]
        if let pdf { files.append((digest.hexadecimal + ".pdf", pdf)) }
        do {
            for (name, bytes) in files { try Files.write(bytes, to: folder + "/" + name) }
        } catch {
            throw RunFailure(
                "the certificate cannot be written to \(folder)", zh: "无法将证书写入 \(folder)")
        }
        return files.map(\.0)
    }

    /// The page of an issued credential, sealed by the issuer.
    public static func paper(
        of credential: JSONValue, sealedBy key: SigningKey, language: Language
    ) throws -> [UInt8] {
        try CertificatePaper.pdf(of: credential, sealedBy: key, language: language)
    }

    /// Reads a certificate's file.
    public static func read(_ path: String) throws -> [UInt8] {
        guard let bytes = Files.bytes(at: path, limit: SealedPDF.limit) else {
            throw Refusal([
                Finding(
                    .fileUnreadable, file: path.lastPart,
                    phrases: [
                        "reason": BilingualText(
                            "no such file, or larger than 16 MiB", zh: "文件不存在或超过 16 MiB")
                    ])
            ])
        }
        return bytes
    }
}

extension Certification {
    /// Works out a certificate over the ledger of a portfolio; one without a ledger ingests its
    /// readings first, and a refusal leaves it without one again.
    public static func overLedger(
        _ request: Request, _ portfolio: Portfolio, _ data: PublishedData
    ) throws -> Certification {
        guard !Workspace.exists(in: portfolio.folder) else {
            return try Certification(request, portfolio, data)
        }
        _ = try Ingest.run([], into: portfolio)
        do {
            return try Certification(request, portfolio, data)
        } catch {
            Workspace.remove(from: portfolio.folder)
            throw error
        }
    }
}
