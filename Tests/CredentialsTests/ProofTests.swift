import Credentials
import Provenance
import Quantities
import Reporting
import Testing

@Suite struct ProofTests {
    /// The signed credential of Data Integrity EdDSA Cryptosuites v1.0, appendix B.2, in canonical form.
    private static let published =
        #"{"@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/examples/v2"],"credentialSubject":{"alumniOf":"The School of Examples","id":"did:example:abcdefgh"},"description":"A minimum viable example of an Alumni Credential.","id":"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33","issuer":"https://vc.example/issuers/5678","name":"Alumni Credential","proof":{"@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/examples/v2"],"created":"2023-02-24T23:36:38Z","cryptosuite":"eddsa-jcs-2022","proofPurpose":"assertionMethod","proofValue":"z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX","type":"DataIntegrityProof","verificationMethod":"did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"},"type":["VerifiableCredential","AlumniCredential"],"validFrom":"2023-01-01T00:00:00Z"}"#

    @Test("the signature that the W3C publishes for eddsa-jcs-2022 holds, and no other")
    func published() throws {
        let credential = try StrictJSON.canonicalValue(of: Array(Self.published.utf8))
        let proof = try #require(DataIntegrityProof.proofs(of: credential).first)
        let signer = DataIntegrityProof.signer(of: proof, on: credential)
        #expect(
            signer?.identifier == "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
        #expect(
            DataIntegrityProof.signer(of: proof, on: credential.with("name", .string("X"))) == nil)
        #expect(
            DataIntegrityProof.signer(
                of: proof.with("created", .string("2023-02-24T23:36:39Z")), on: credential) == nil)
    }

    private let document = JSONValue.object([
        "@context": .array([.string("https://www.w3.org/ns/credentials/v2")]),
        "text": .string("值"),
    ])
    private let day = CivilDate(dayNumber: 20_485)

    @Test("signing twice gives the same bytes, and a second proof leaves the first as it is")
    func proofSet() throws {
        let (first, second) = (SigningKey.random(), SigningKey.random())
        let once = DataIntegrityProof.adding(to: document, by: first, created: day, compact: "A")
        #expect(
            once == DataIntegrityProof.adding(to: document, by: first, created: day, compact: "A"))
        let twice = DataIntegrityProof.adding(to: once, by: second, created: day, compact: nil)
        let proofs = DataIntegrityProof.proofs(of: twice)
        #expect(
            proofs.map { DataIntegrityProof.signer(of: $0, on: twice) }
                == [first.publicKey, second.publicKey])
        #expect(proofs[0] == once["proof"])
    }

    @Test("every member of a proof is covered by it")
    func members() throws {
        let signed = DataIntegrityProof.adding(
            to: document, by: .random(), created: day, compact: "CG1:X")
        let proof = try #require(signed["proof"])
        for name in proof.members.keys {
            let other = proof.with(name, .string("z" + (proof[name]?.string ?? "")))
            #expect(DataIntegrityProof.signer(of: other, on: signed) == nil, "\(name)")
            #expect(
                DataIntegrityProof.signer(of: proof.without(name), on: signed) == nil, "\(name)")
        }
        #expect(
            DataIntegrityProof.signer(of: proof.with("more", .null), on: signed) == nil)
    }
}

@Suite struct KeyTests {
    @Test("a private key file is read back, and one whose halves differ is not")
    func privateFile() throws {
        let (key, other) = (SigningKey.random(), SigningKey.random())
        #expect(SigningKey(text: key.text)?.publicKey == key.publicKey)
        let lines = key.text.split(separator: "\n")
        let mixed = "\(lines[0])\n\(other.text.split(separator: "\n")[1])\n\(lines[2])\n"
        #expect(SigningKey(text: mixed) == nil)
        #expect(SigningKey(text: "") == nil)
        #expect(SigningKey(text: String(key.text.dropLast(3))) == nil)
    }

    @Test("a key that succeeds another is trusted only with that one's endorsement")
    func succession() throws {
        let (old, new, thief) = (SigningKey.random(), SigningKey.random(), SigningKey.random())
        let from = CivilDate(year: 2027, month: 1, day: 1)
        let line = KeyRing.line(of: new.publicKey, from: from, succeeding: old)
        let ring = try KeyRing(text: "# keys\n" + KeyRing.line(of: old.publicKey) + line)
        #expect(ring.entry(of: new.publicKey)?.predecessor == old.publicKey)
        #expect(ring.entry(of: new.publicKey)?.holds(on: CivilDate(dayNumber: 20_819)) == true)
        // 2026-12-31 lies before the first day of the key.
        #expect(ring.entry(of: new.publicKey)?.holds(on: CivilDate(dayNumber: 20_818)) == false)
        #expect(ring.entry(of: thief.publicKey) == nil)
        let forged = line.replacing(new.publicKey.identifier, with: thief.publicKey.identifier)
        #expect(throws: KeyRing.Fault.self) { try KeyRing(text: forged) }
        let earlier = line.replacing("from=2027-01-01", with: "from=2020-01-01")
        #expect(throws: KeyRing.Fault.self) { try KeyRing(text: earlier) }
        #expect(throws: KeyRing.Fault.self) { try KeyRing(text: "did:key:zAbc") }
        #expect(throws: KeyRing.Fault.self) {
            try KeyRing(text: old.publicKey.identifier + " trust=all")
        }
    }
}
