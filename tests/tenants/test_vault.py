"""Subject keys, handles, fingerprints and key rotation."""

import os
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.envelope import SealBroken
from tenants.vault import OPEN_SUBJECTS_MAX, EnvironmentVault, KeyVersionUnknown, version_of

SCOPE, OTHER_SCOPE = uuid4(), uuid4()
KEK_1, KEK_2, DATA_KEY = os.urandom(32), os.urandom(32), os.urandom(32)


def a_vault(scope: UUID = SCOPE, *, current: int = 1, data_key: bytes = DATA_KEY) -> EnvironmentVault:
    return EnvironmentVault(scope, {1: KEK_1, 2: KEK_2}, current, data_key)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_handles_are_stable_pseudonyms(external_id: str) -> None:
    """The same customer gets the same token in every process, another one in every other environment."""
    handle = a_vault().handle(external_id)
    assert handle == a_vault().handle(external_id)
    assert handle != a_vault(OTHER_SCOPE).handle(external_id)
    assert (handle.version, handle.variant) == (8, "specified in RFC 4122")


@given(st.binary(max_size=2_000), st.uuids())
def test_sealed_bytes_open_only_where_they_were_sealed(plaintext: bytes, record: UUID) -> None:
    """A ciphertext moved to another row or column, or changed in one bit, does not open."""
    key, _ = a_vault().new_subject(uuid4())
    sealed = key.seal("decision.facts", record, plaintext)
    assert key.open("decision.facts", record, sealed) == plaintext
    assert plaintext not in sealed or len(plaintext) < 4
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for label, row, data in [
        ("decision.facts", uuid4(), sealed),
        ("decision.notes", record, sealed),
        ("decision.facts", record, changed),
        ("decision.facts", record, sealed[:10]),
        ("decision.facts", record, b"\x02" + sealed[1:]),
    ]:
        with pytest.raises(SealBroken):
            key.open(label, row, data)


def test_wrapped_keys_do_not_travel() -> None:
    """A subject's wrapped key opens for that subject in that environment only."""
    vault, handle = a_vault(), uuid4()
    key, wrapped = vault.new_subject(handle)
    eid = uuid4()
    assert vault.unwrap(handle, wrapped).commit(eid, b"x") == key.commit(eid, b"x")
    with pytest.raises(SealBroken):
        vault.unwrap(uuid4(), wrapped)
    with pytest.raises(SealBroken):
        a_vault(OTHER_SCOPE).unwrap(handle, wrapped)
    forged_version = b"\x00\x02" + wrapped[2:]
    with pytest.raises(SealBroken):
        vault.unwrap(handle, forged_version)


def test_rotation_rewraps_and_never_reencrypts() -> None:
    """After a rotation old ciphertexts open, old wrapped keys open until their KEK is destroyed, and not after."""
    old, handle, record = a_vault(), uuid4(), uuid4()
    key, wrapped = old.new_subject(handle)
    sealed = key.seal("a.b", record, b"facts")
    new = a_vault(current=2)
    rewrapped = new.rewrap(handle, wrapped)
    assert (version_of(wrapped), version_of(rewrapped)) == (1, 2)
    assert new.handle("c-1") == old.handle("c-1")
    after = EnvironmentVault(SCOPE, {2: KEK_2}, 2, DATA_KEY)
    assert after.unwrap(handle, rewrapped).open("a.b", record, sealed) == b"facts"
    with pytest.raises(KeyVersionUnknown):
        after.unwrap(handle, wrapped)


def test_commitments_bind_entry_subject_and_payload() -> None:
    """A commitment differs for another entry, subject or payload, and its key opens one entry only."""
    vault = a_vault()
    one, _ = vault.new_subject(uuid4())
    two, _ = vault.new_subject(uuid4())
    eid, other = uuid4(), uuid4()
    seen = {one.commit(eid, b"p"), one.commit(other, b"p"), two.commit(eid, b"p"), one.commit(eid, b"q")}
    assert len(seen) == 4
    assert {len(pc) for pc in seen} == {32}
    assert one.commitment_key(eid) != one.commitment_key(other)


def test_digest_frames_its_parts() -> None:
    """Fingerprints cannot be made to collide by moving bytes between parts or labels."""
    vault = a_vault()
    prints = {
        vault.digest("duplicate", b"ab", b"c"),
        vault.digest("duplicate", b"a", b"bc"),
        vault.digest("duplicate", b"abc"),
        vault.digest("device", b"ab", b"c"),
        a_vault(OTHER_SCOPE).digest("duplicate", b"ab", b"c"),
        a_vault(data_key=KEK_1).digest("duplicate", b"ab", b"c"),
    }
    assert len(prints) == 6


def test_tenant_secrets_seal_and_open() -> None:
    """What is sealed for the tenant opens for that record and label, and survives a key rotation."""
    record = uuid4()
    sealed = a_vault().seal_tenant("member.totp", record, b"seed")
    assert a_vault(current=2).open_tenant("member.totp", record, sealed) == b"seed"
    for vault, label, row in [
        (a_vault(), "member.totp", uuid4()),
        (a_vault(), "member.email", record),
        (a_vault(OTHER_SCOPE), "member.totp", record),
    ]:
        with pytest.raises(SealBroken):
            vault.open_tenant(label, row, sealed)


def test_keys_never_show() -> None:
    """A key that lands in a log line by accident prints as stars."""
    key, _ = a_vault().new_subject(uuid4())
    assert repr(key) == "SubjectKey(***)"
    assert str(SCOPE) in repr(a_vault())


def test_open_keys_are_bounded_and_forgotten() -> None:
    """The cache of open subject keys has a maximum and can be emptied after an erasure."""
    vault, handle = a_vault(), uuid4()
    _, wrapped = vault.new_subject(handle)
    first = vault.unwrap(handle, wrapped)
    assert vault.unwrap(handle, wrapped) is first
    assert vault.find_open(handle) is first
    vault.forget()
    assert vault.find_open(handle) is None
    assert vault.unwrap(handle, wrapped) is not first
    others = [uuid4() for _ in range(OPEN_SUBJECTS_MAX)]
    for other in others:
        vault.unwrap(other, vault.new_subject(other)[1])
    assert vault.find_open(handle) is None
    assert vault.find_open(others[-1]) is not None


def test_a_key_that_was_wrapped_anew_is_opened_anew() -> None:
    """An open key is only ever returned for the very bytes that its row holds."""
    vault, handle = a_vault(), uuid4()
    first = vault.unwrap(handle, vault.new_subject(handle)[1])
    second = vault.unwrap(handle, vault.new_subject(handle)[1])
    assert second is not first
    assert vault.find_open(handle) is second
