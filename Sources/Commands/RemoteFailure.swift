import Provenance
import Reporting

/// What a platform refused, with its own words.
struct RemoteFailure: Error {
    let status: Int
    let problem: JSONValue

    init(_ status: Int, _ problem: JSONValue) {
        self.status = status
        self.problem = problem
    }

    /// The documented exit code: verification failed, input refused, usage, or the world.
    var exitCode: Int32 {
        let codes = (problem["findings"]?.elements ?? []).compactMap { $0["code"]?.string }
        if codes.contains(where: {
            [FindingCode.submissionUnverified, .submissionWrongUnit].map(\.rawValue).contains($0)
        }) {
            return 4
        }
        // As the commands end that look for these in a folder.
        switch problem["code"]?.string {
        case "unknown-certificate", "unknown-batch": return 3
        case "unknown-scheme", "unknown-level", "unknown-release", "unknown-publication",
            "period-not-a-year":
            return 2
        case "no-submission", "nothing-ingested", "ledger-busy": return 5
        default: break
        }
        return switch status {
        case 409, 413, 422: 3
        case 400, 401, 403, 404: 2
        default: 5
        }
    }

    /// The sentence, and the findings or reasons behind it.
    var text: String {
        var lines = [problem["detail"]?.string ?? "the platform answers \(status)"]
        for finding in problem["findings"]?.elements ?? [] {
            let place = [finding["file"]?.string, finding["column"]?.string].compactMap(\.self)
            lines.append(
                place.joined(separator: ":") + " [\(finding["code"]?.string ?? "")] "
                    + (finding["message"]?.string ?? "") + "\n  -> "
                    + (finding["remedy"]?.string ?? ""))
        }
        for reason in problem["reasons"]?.elements ?? [] {
            lines.append("[\(reason["code"]?.string ?? "")] \(reason["reason"]?.string ?? "")")
        }
        return lines.map(FindingDocument.visible).joined(separator: "\n")
    }
}
