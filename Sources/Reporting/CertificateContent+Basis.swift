import Provenance

/// What a certificate rests on: findings, releases, rulebooks, tables and readings (依据).
extension CertificateContent {
    var findings: JSONValue {
        let all = heading.findings
        func count(_ severity: Severity) -> JSONValue {
            .string(String(all.filter { $0.severity == severity }.reduce(0) { $0 + $1.count }))
        }
        let codes = all.reduce(into: [String: Int]()) {
            $0[$1.code.rawValue, default: 0] += $1.count
        }
        return .object([
            "note": count(.note), "warning": count(.warning), "disqualifies": count(.disqualifies),
            "codes": .object(codes.mapValues { .string(String($0)) }),
        ])
    }

    var data: JSONValue {
        .object([
            "tool": .object([
                "name": .string("carbongrade"), "version": .string(heading.tool),
            ]),
            "tzdata": .string(heading.zoneRelease),
            "factor_release": .string(heading.factors?.release ?? ""),
            "factor_digest": .string(heading.factors?.digest.hexadecimal ?? ""),
            "rulebooks": .array(
                (heading.rulebooks ?? []).map {
                    .object([
                        "id": .string($0.id), "edition": .string($0.edition),
                        "sha256": .string($0.digest.hexadecimal),
                    ])
                }),
            "settings": .object((heading.settings ?? [:]).mapValues(JSONValue.string)),
            "tables": .array(
                tables.map {
                    .object(["name": .string($0.name), "sha256": .string($0.digest.hexadecimal)])
                }),
            "readings": .array(
                readings.map {
                    .object([
                        "name": .string($0.name), "sha256": .string($0.digest.hexadecimal),
                        "batch": .string(String($0.batch)), "layout": .text($0.layout),
                    ])
                }),
        ])
    }
}
