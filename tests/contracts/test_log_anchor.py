"""LogAnchor: what is anchored is append-only, proven to be so on chain, and stops at a proof of equivocation."""

from collections.abc import Sequence
from typing import cast

import pytest
from web3 import Account, Web3

from ledger.verifier import merkle
from tests.contracts.chains import Party, artefact, deploy

LEAVES = [merkle.leaf_hash(f"record {number}".encode()) for number in range(40)]
DIGEST = b"\xdd" * 32
SIGNER = Account.from_key(b"\x11" * 32)
LATER_SIGNER = Account.from_key(b"\x12" * 32)
ROOTS_SLOT = 6


def root(size: int) -> bytes:
    return merkle.root(LEAVES[:size])


def proof(old: int, new: int) -> list[bytes]:
    return merkle.consistency_proof(LEAVES[:new], old)


def signed(log: Party, key: bytes, epoch: int, other: bytes, chain_id: int | None = None) -> bytes:
    """A signature over the root of an epoch, in the domain of this contract."""
    message = Account.sign_typed_data(
        key,
        {
            "name": "Countermark LogAnchor",
            "version": "1",
            "chainId": log.chain.eth.chain_id if chain_id is None else chain_id,
            "verifyingContract": log.address,
        },
        {"EpochRoot": [{"name": "epoch", "type": "uint64"}, {"name": "root", "type": "bytes32"}]},
        {"epoch": epoch, "root": other},
    )
    return bytes(message.signature)


@pytest.fixture
def log(chain: Web3) -> Party:
    """The admin's view of a new LogAnchor; account 1 anchors, account 2 may pause."""
    accounts = list(chain.eth.accounts)
    return deploy(chain, "LogAnchor", *accounts[:3], SIGNER.address)


@pytest.fixture
def anchorer(log: Party) -> Party:
    return log.as_account(1)


def log_of_nothing(like: Party) -> Party:
    """A LogAnchor without any anchor, whose every root reads as zero."""
    accounts = list(like.chain.eth.accounts)
    return deploy(like.chain, "LogAnchor", *accounts[:3], SIGNER.address)


def anchor_all(anchorer: Party, epochs: Sequence[int]) -> None:
    latest = 0
    for epoch in epochs:
        steps = proof(latest, epoch) if latest else []
        anchorer.tell("anchor", epoch, root(epoch), DIGEST, steps)
        latest = epoch


def test_epochs_are_anchored_one_after_another_or_skipped(anchorer: Party) -> None:
    """Each later root enters with its proof; what was anchored stays as it was, with the time of its block."""
    epochs = (1, 2, 3, 4, 7, 8, 9, 20, 33, 40)
    anchor_all(anchorer, epochs)
    assert anchorer.ask("latestEpoch") == 40
    times = []
    for epoch in epochs:
        kept, at = cast(tuple[bytes, int], anchorer.ask("anchors", epoch))
        assert kept == root(epoch)
        times.append(at)
    assert times == sorted(times)
    assert times[0] > 0
    assert anchorer.ask("anchors", 5) == [bytes(32), 0]


def test_a_root_lies_in_storage_where_an_offline_proof_looks(anchorer: Party) -> None:
    """`eth_getProof` of a root asks for keccak(epoch, 6): the slot is a promise to every verifier shipped."""
    layout = artefact("LogAnchor")["storageLayout"]
    assert isinstance(layout, list)
    assert [item["slot"] for item in layout if item["label"] == "_roots"] == [ROOTS_SLOT]
    anchor_all(anchorer, (3, 5))
    for epoch in (3, 5):
        key = Web3.keccak(epoch.to_bytes(32, "big") + ROOTS_SLOT.to_bytes(32, "big"))
        stored = anchorer.chain.eth.get_storage_at(anchorer.contract.address, int.from_bytes(key, "big"))
        assert bytes(stored).rjust(32, b"\0") == root(epoch)


def test_a_root_that_does_not_continue_the_latest_is_refused(anchorer: Party) -> None:
    """A fork, a missing proof, a proof of other sizes, an earlier or equal epoch: none is anchored."""
    anchor_all(anchorer, (5,))
    forked = [*LEAVES[:4], merkle.leaf_hash(b"another"), *LEAVES[5:9]]
    inconsistent = "NotConsistent(uint64,uint64)"
    anchorer.assert_refuses(
        inconsistent, "anchor", 9, merkle.root(forked), DIGEST, merkle.consistency_proof(forked, 5)
    )
    anchorer.assert_refuses(inconsistent, "anchor", 9, root(9), DIGEST, [])
    anchorer.assert_refuses(inconsistent, "anchor", 9, root(9), DIGEST, proof(4, 9))
    anchorer.assert_refuses(inconsistent, "anchor", 9, root(9), DIGEST, [*proof(5, 9), bytes(32)])
    for wrong_size in (
        8,
        17,
    ):  # a root itself says its size only within a power of two; its record says the rest
        anchorer.assert_refuses(inconsistent, "anchor", wrong_size, root(9), DIGEST, proof(5, 9))
    for epoch in (0, 4, 5):
        anchorer.assert_refuses("EpochNotLater(uint64,uint64)", "anchor", epoch, root(9), DIGEST, proof(5, 9))
    anchorer.assert_refuses("RootMissing()", "anchor", 9, bytes(32), DIGEST, proof(5, 9))
    assert anchorer.ask("latestEpoch") == 5


def test_only_the_anchorer_anchors_and_not_while_paused(log: Party, anchorer: Party) -> None:
    """Roles are apart: the admin cannot anchor, the pauser can only pause, and only the admin goes on."""
    pauser = log.as_account(2)
    denied = "AccessControlUnauthorizedAccount(address,bytes32)"
    for other in (log, pauser):
        other.assert_refuses(denied, "anchor", 1, root(1), DIGEST, [])
    anchorer.assert_refuses(denied, "pause")
    pauser.tell("pause")
    anchorer.assert_refuses("EnforcedPause()", "anchor", 1, root(1), DIGEST, [])
    pauser.assert_refuses(denied, "unpause")
    log.tell("unpause")
    anchor_all(anchorer, (1,))
    assert anchorer.ask("latestEpoch") == 1


def test_every_record_of_every_anchor_is_proven(anchorer: Party) -> None:
    """`verifyInclusion` says yes to each leaf of an anchored tree, and no to its neighbours, to inner nodes and to epochs not anchored."""
    epochs = (1, 6, 13)
    anchor_all(anchorer, epochs)
    for epoch in epochs:
        for index in range(epoch):
            path = merkle.inclusion_proof(LEAVES[:epoch], index)
            assert anchorer.ask("verifyInclusion", epoch, index, LEAVES[index], path) is True
            assert anchorer.ask("verifyInclusion", epoch, index, LEAVES[index + 1], path) is False
            assert anchorer.ask("verifyInclusion", epoch, index + 1, LEAVES[index], path) is False
    path = merkle.inclusion_proof(LEAVES[:12], 4)
    assert anchorer.ask("verifyInclusion", 12, 4, LEAVES[4], path) is False
    inner = merkle.node_hash(LEAVES[0], LEAVES[1])
    assert anchorer.ask("verifyInclusion", 6, 0, root(6), []) is False
    assert anchorer.ask("verifyInclusion", 6, 0, inner, merkle.inclusion_proof(LEAVES[:6], 0)[1:]) is False
    assert anchorer.ask("verifyInclusion", 2, 0, bytes(32), [bytes(32)]) is False
    assert log_of_nothing(anchorer).ask("verifyInclusion", 1, 0, bytes(32), []) is False


def test_another_root_signed_for_an_anchored_epoch_freezes_the_log(log: Party, anchorer: Party) -> None:
    """Anybody shows the signature; nothing more is anchored, and what was anchored is still read."""
    anchor_all(anchorer, (1, 2, 3))
    stranger = log.as_account(7)
    other = merkle.root(LEAVES[5:8])
    stranger.tell("proveEquivocation", 3, other, signed(log, SIGNER.key, 3, other))
    assert stranger.ask("frozen") is True
    anchorer.assert_refuses("Frozen()", "anchor", 4, root(4), DIGEST, proof(3, 4))
    path = merkle.inclusion_proof(LEAVES[:3], 1)
    assert stranger.ask("verifyInclusion", 3, 1, LEAVES[1], path) is True


def test_only_the_signers_own_words_convict_it(log: Party, anchorer: Party) -> None:
    """The anchored root itself, a stranger's signature, another chain's, another epoch's: none freezes anything."""
    anchor_all(anchorer, (1, 2, 3))
    other = merkle.root(LEAVES[5:8])
    stranger = log.as_account(7)
    refused = "SignerRefused(address)"
    stranger.assert_refuses(
        "SameRoot()", "proveEquivocation", 3, root(3), signed(log, SIGNER.key, 3, root(3))
    )
    stranger.assert_refuses(refused, "proveEquivocation", 3, other, signed(log, LATER_SIGNER.key, 3, other))
    stranger.assert_refuses(
        refused, "proveEquivocation", 3, other, signed(log, SIGNER.key, 3, other, chain_id=1)
    )
    stranger.assert_refuses(refused, "proveEquivocation", 3, other, signed(log, SIGNER.key, 2, other))
    stranger.assert_refuses(
        "EpochNotAnchored(uint64)", "proveEquivocation", 4, other, signed(log, SIGNER.key, 4, other)
    )
    assert stranger.ask("frozen") is False


def test_a_signer_that_was_rotated_out_still_answers(log: Party, anchorer: Party) -> None:
    """Only the admin rotates, no key comes twice, and the old key's second root is still a proof."""
    anchor_all(anchorer, (1, 2))
    anchorer.assert_refuses(
        "AccessControlUnauthorizedAccount(address,bytes32)", "rotateSigner", LATER_SIGNER.address
    )
    log.tell("rotateSigner", LATER_SIGNER.address)
    assert log.ask("signer") == LATER_SIGNER.address
    log.assert_refuses("SignerRefused(address)", "rotateSigner", SIGNER.address)
    other = merkle.root(LEAVES[5:8])
    log.tell("proveEquivocation", 2, other, signed(log, SIGNER.key, 2, other))
    assert log.ask("frozen") is True


def test_the_admin_changes_hands_only_after_two_days(log: Party) -> None:
    """A new admin waits two days; until then nothing has changed."""
    heir = log.account(8)
    log.tell("beginDefaultAdminTransfer", heir)
    log.as_(heir).assert_refuses(
        "AccessControlEnforcedDefaultAdminDelay(uint48)", "acceptDefaultAdminTransfer"
    )
    assert log.ask("defaultAdminDelay") == 2 * 24 * 3600
    latest = log.chain.eth.get_block("latest")["timestamp"]
    tester = log.chain.provider.ethereum_tester  # type: ignore[attr-defined]
    tester.time_travel(latest + 2 * 24 * 3600 + 10)
    log.as_(heir).tell("acceptDefaultAdminTransfer")
    assert log.ask("defaultAdmin") == heir
