"""The thin wrappers over the cryptography library, against published vectors."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tenants import envelope
from tenants.envelope import SEAL_FORMAT, SealBroken
from tests.tenants.vectors import groups


def data(case: dict[str, object], name: str) -> bytes:
    return bytes.fromhex(str(case[name]))


def test_aes_gcm_opens_what_wycheproof_calls_valid_and_nothing_else() -> None:
    """All vectors with our nonce and tag sizes: valid ones open to their plaintext, the others do not open."""
    seen = 0
    for group in groups("aes_gcm_test.json"):
        if (group["ivSize"], group["tagSize"]) != (96, 128):
            continue
        for case in group["tests"]:
            seen += 1
            cipher = AESGCM(data(case, "key"))
            sealed = SEAL_FORMAT + data(case, "iv") + data(case, "ct") + data(case, "tag")
            if case["result"] == "valid":
                assert envelope.unseal(cipher, sealed, data(case, "aad")) == data(case, "msg"), case["tcId"]
            else:
                with pytest.raises(SealBroken):
                    envelope.unseal(cipher, sealed, data(case, "aad"))
    assert seen == 197


def test_hkdf_derives_the_published_keys() -> None:
    """The first 32 bytes of every output that HKDF-SHA256 may give are what we derive."""
    seen = 0
    for group in groups("hkdf_sha256_test.json"):
        for case in group["tests"]:
            if case["result"] != "valid":
                continue  # longer than HKDF can give: our outputs are 32 bytes
            seen += 1
            expected = data(case, "okm")[:32]
            derived = envelope.derive(data(case, "ikm"), data(case, "salt"), data(case, "info"))
            assert derived[: len(expected)] == expected, case["tcId"]
    assert seen > 70


def test_hmac_makes_the_published_tags() -> None:
    """Valid tags are ours to the bit, and invalid ones are not."""
    seen = 0
    for group in groups("hmac_sha256_test.json"):
        for case in group["tests"]:
            seen += 1
            tag = envelope.mac(data(case, "key"), data(case, "msg"))[: group["tagSize"] // 8]
            assert (tag == data(case, "tag")) is (case["result"] == "valid"), case["tcId"]
    assert seen > 150


def test_sealing_twice_gives_different_bytes() -> None:
    """Equal plaintexts do not show as equal ciphertexts."""
    cipher = AESGCM(bytes(32))
    assert envelope.seal(cipher, b"same", b"") != envelope.seal(cipher, b"same", b"")
