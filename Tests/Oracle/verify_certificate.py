#!/usr/bin/env python3
"""Verifies a certificate's credential without any code of the program.

    verify_certificate.py CREDENTIAL.json KEYS.pub     exit 0: valid, 1: not valid
    verify_certificate.py --self-test [KEYS]           exit 0: the library is there

Canonical JSON (RFC 8785, for documents without numbers), base58btc, did:key and eddsa-jcs-2022 are
written here from their standards; Ed25519 comes from the package `cryptography`.
"""
import hashlib
import json
import sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    print("the Python package cryptography is not installed", file=sys.stderr)
    sys.exit(2)

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def canonical(value):
    """RFC 8785; keys by UTF-16 units, no numbers."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(json.dumps(n, ensure_ascii=False) + ":" + canonical(value[n]) for n in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(element) for element in value) + "]"
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    raise ValueError("a number in a signed document")


def base58(text):
    assert text[0] == "z"
    number = 0
    for letter in text[1:]:
        number = number * 58 + ALPHABET.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def key_of(identifier):
    data = base58(identifier.removeprefix("did:key:"))
    assert data[:2] == b"\xed\x01" and len(data) == 34
    return Ed25519PublicKey.from_public_bytes(data[2:])


def sha256(value):
    return hashlib.sha256(canonical(value).encode()).digest()


def no_twins(pairs):
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), "a member occurs twice"
    return dict(pairs)


def verify(path, keys_path):
    raw = open(path, "rb").read()
    credential = json.loads(raw.decode("utf-8"), object_pairs_hook=no_twins)
    assert canonical(credential).encode() == raw, "not canonical"
    proofs = credential["proof"] if isinstance(credential["proof"], list) else [credential["proof"]]
    document = {name: value for name, value in credential.items() if name != "proof"}
    content = {name: value for name, value in document.items() if name != "id"}
    assert credential["id"] == "nih:sha-256;" + sha256(content).hex(), "id"
    trusted = {line.split()[0] for line in open(keys_path) if line.strip() and not line.startswith("#")}
    for proof in proofs:
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        assert options["cryptosuite"] == "eddsa-jcs-2022"
        identifier = options["verificationMethod"].split("#")[0]
        assert identifier in trusted, "unknown key"
        key_of(identifier).verify(base58(proof["proofValue"]), sha256(options) + sha256(document))
    assert proofs[0]["verificationMethod"].split("#")[0] == credential["issuer"]["id"]
    return credential


if __name__ == "__main__":
    if sys.argv[1] == "--self-test":
        assert canonical({"b": ["€"], "a": None}) == '{"a":null,"b":["€"]}'
        sys.exit(0)
    try:
        verify(sys.argv[1], sys.argv[2])
    except (AssertionError, InvalidSignature, ValueError, KeyError) as fault:
        print(f"not valid: {fault!r}")
        sys.exit(1)
    print("valid")
