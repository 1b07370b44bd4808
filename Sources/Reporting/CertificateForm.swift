public import Provenance

/// The form of a certificate's credential, member by member (证书格式): W3C Verifiable Credentials
/// Data Model 2.0 outside, carbongrade-certificate/1 inside.
public enum CertificateForm {
    /// The name of the form.
    public static let schema = "carbongrade-certificate/1"
    /// The JSON-LD contexts of the credential.
    public static let contexts = [
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/undefined-terms/v2",
    ]
    /// The types of the credential.
    public static let types = ["VerifiableCredential", "CarbonGradeCertificate"]

    /// How far a certificate was checked by somebody else (保证程度).
    public enum Assurance: String, Hashable, Sendable, CaseIterable {
        /// By nobody but its issuer (自我声明).
        case selfDeclared = "self_declared"
        /// With limited assurance (有限保证), ISO 14064-3.
        case limited
        /// With reasonable assurance (合理保证), ISO 14064-3.
        case reasonable

        /// The words for it, as large on paper as the level.
        public var label: BilingualText {
            switch self {
            case .selfDeclared: BilingualText("Self-declared", zh: "自我声明")
            case .limited: BilingualText("Limited assurance", zh: "有限保证")
            case .reasonable: BilingualText("Reasonable assurance", zh: "合理保证")
            }
        }
    }

    /// The verifier's opinion (核查意见), ISO 14064-3; an adverse one carries no certificate.
    public enum Opinion: String, Hashable, Sendable, CaseIterable {
        case unmodified, modified

        /// The words for it.
        public var label: BilingualText {
            switch self {
            case .unmodified: BilingualText("unmodified opinion", zh: "无保留意见")
            case .modified: BilingualText("modified opinion", zh: "保留意见")
            }
        }
    }

    /// The whole credential, with its proofs.
    public static let credential = JSONForm.object([
        "@context": .exactly(contexts), "type": .exactly(types), "id": .text(160),
        "issuer": .object(["id": .text(120), "name": .text(300)]),
        "validFrom": .instant, "validUntil": .instant,
        "credentialStatus": .list(statusEntry, 2), "credentialSubject": subject,
        "proof": .either(proof, .list(proof, 2)),
    ])

    private static let statusEntry = JSONForm.object([
        "type": .word(["BitstringStatusListEntry"]),
        "statusPurpose": .word(["revocation", "suspension"]), "statusListIndex": .count,
        "statusListCredential": .text(300),
    ])

    private static let proof = JSONForm.object([
        "@context": .exactly(contexts), "type": .word(["DataIntegrityProof"]),
        "cryptosuite": .word(["eddsa-jcs-2022"]), "created": .instant,
        "proofPurpose": .word(["assertionMethod"]), "verificationMethod": .text(240),
        "proofValue": .text(120), "compactProof": .text(1_200),
    ])

    private static let subject = JSONForm.object([
        "schema": .word([schema]), "issued_on": .date, "statement": .words,
        "supersedes": .optional(.digest), "site": site, "operator": .words, "boundary": boundary,
        "period": .object([
            "start": .date, "end": .date, "label": .text(120), "timezone": .text(64),
        ]),
        "grade": grade, "further_grades": .list(furtherGrade, 60), "indicators": indicators,
        "energy": .object([
            "certified": .bool, "e_dc_kwh": .optional(.decimal), "e_it_kwh": .optional(.decimal),
            "accounts_kwh": .table(.decimal), "reason": .optional(.words),
        ]),
        "water_m3": .table(.decimal), "emissions": emissions, "green_power": greenPower,
        "coverage": .object([
            "complete_hours": .optional(.decimal), "resolved_share": .optional(.decimal),
            "estimated_share": .optional(.decimal),
            "totals_of": .word(["all_hours", "covered_hours"]),
        ]),
        "uncertainty": .object([
            "scope2_location_percent": .optional(.decimal),
            "scope2_market_percent": .optional(.decimal), "reason": .optional(.words),
        ]),
        "months": .list(month, 12), "findings": findings, "data": data, "assurance": assurance,
    ])

    private static let site = JSONForm.object([
        "site_id": .text(200), "name": .words, "kind": .text(120), "region": .text(120),
        "organisation": .optional(.text(300)), "hub": .optional(.text(200)),
        "commissioned": .optional(.date), "cooling": .optional(.text(120)),
        "it_design_kw": .optional(.decimal),
    ])

    private static let boundary = JSONForm.object([
        "excluded_accounts": .list(.text(120), 60), "energy_carrier_method": .text(120),
        "supply_derived": .bool, "it_measured_at_category": .optional(.count), "statement": .words,
    ])

    private static let level = JSONForm.object([
        "level": .text(120), "label": .words, "limit": .optional(.decimal),
        "bound": .word(["at_most", "below", "at_least", "above"]),
        "reached": .bool,
    ])

    private static let grade = JSONForm.object([
        "scheme": .text(160), "edition": .text(160), "title": .words, "number": .text(200),
        "issuer": .words, "level": .text(120), "level_label": .words, "levels": .list(level, 20),
        "criterion": .text(160), "indicator": .text(120), "unit": .text(120),
        "value": .optional(.decimal),
        "points": .optional(.decimal), "points_possible": .optional(.decimal),
        "numerator": .optional(.decimal), "denominator": .optional(.decimal),
        "coverage": .optional(.decimal), "confidence": .word(["A", "B"]),
        "place": .words, "source": .words,
        "assumed": .list(.object(["id": .text(160), "text": .words]), 60),
        "remarks": .list(.words, 60), "gap_to_next": .optional(gap),
        "not_evaluated": .list(.object(["id": .text(120), "reason": .optional(.words)]), 400),
    ])

    private static let gap = JSONForm.object([
        "level": .text(120), "label": .words,
        "changes": .list(
            .object([
                "lever": .text(120), "amount": .decimal, "unit": .text(120), "reachable": .bool,
            ]), 40),
    ])

    private static let furtherGrade = JSONForm.object([
        "scheme": .text(160), "edition": .text(160), "title": .words,
        "level": .optional(.text(120)),
        "informative": .bool, "value": .optional(.decimal), "reason": .optional(.words),
        "not_evaluated": .count,
    ])

    private static let indicators = JSONForm.table(
        .object([
            "value": .optional(.decimal), "coverage": .optional(.decimal), "unit": .text(120),
            "certified": .bool, "designation": .text(120), "edition": .optional(.text(160)),
            "category": .optional(.count), "reason": .optional(.words),
        ]))

    private static let emissions = JSONForm.object([
        "certified": .bool, "gases": .text(120), "gases_by_scope": .table(.text(120)),
        "profile": .text(160),
        "kg": .table(.optional(.decimal)), "reasons": .table(.words),
        "factors": .list(
            .object([
                "factor_id": .text(120), "value": .text(120), "unit": .text(120),
                "data_year": .optional(.count), "publication": .optional(.text(200)),
                "title": .optional(.words), "gases": .text(160),
                "place": .text(4_000), "confidence": .word(["A", "B", "C", "M"]),
                "fallback": .optional(.text(160)), "scopes": .list(.text(120), 8),
            ]), 60),
    ])

    private static let greenPower = JSONForm.object([
        "share": .optional(.decimal), "certified": .bool, "reason": .optional(.words),
        "lots": .list(
            .object([
                "instrument_id": .text(200), "kind": .text(120), "allocated_kwh": .decimal,
                "renewable": .bool, "evidence": .text(4_000),
            ]), 10_000),
    ])

    private static let month = JSONForm.object([
        "month": .text(7), "e_dc_kwh": .optional(.decimal), "e_it_kwh": .optional(.decimal),
        "pue": .optional(.decimal), "coverage": .optional(.decimal),
        "scope2_location_kg": .optional(.decimal), "scope2_market_kg": .optional(.decimal),
    ])

    private static let findings = JSONForm.object([
        "note": .count, "warning": .count, "disqualifies": .count, "codes": .table(.count),
    ])

    private static let data = JSONForm.object([
        "tool": .object(["name": .text(120), "version": .text(120)]), "tzdata": .text(120),
        "factor_release": .text(160), "factor_digest": .digest,
        "rulebooks": .list(
            .object(["id": .text(160), "edition": .text(160), "sha256": .digest]), 200),
        "settings": .table(.text(4_000)),
        "tables": .list(.object(["name": .text(600), "sha256": .digest]), 50),
        "readings": .list(reading, 20_000),
    ])

    /// A file of readings; files of one batch were ingested together, batches in this order.
    private static let reading = JSONForm.object([
        "name": .text(600), "sha256": .digest, "batch": .count, "layout": .optional(.text(200)),
    ])

    private static let assurance = JSONForm.object([
        "level": .word(Assurance.allCases.map(\.rawValue)), "label": .words,
        "verifier": .optional(
            .object([
                "id": .text(120), "name": .text(300), "accreditation": .optional(.text(300)),
                "standard": .text(200), "opinion": .word(Opinion.allCases.map(\.rawValue)),
            ])),
    ])
}
