"""Roots that the log's key on Ethereum signed: the published signatures, and that nothing else is taken for one."""

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from eth_account import Account
from hypothesis import given
from hypothesis import strategies as st

from ledger.verifier.keccak import keccak256
from ledger.verifier.secp256k1 import SignatureRefused, address_of, is_signed, recover
from ledger.verifier.signed_roots import NAME, VERSION, Domain, Signatures, SignedRoot
from ledger.verifier.trust import Pin

N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
CONTRACT = Pin(11_155_111, bytes(range(20)))
PRIVATE = b"\x11" * 32
SIGNER = Account.from_key(PRIVATE)
ADDRESS = bytes.fromhex(SIGNER.address[2:])


def test_the_published_signature_of_eip_712() -> None:
    """The example of EIP-712: Mail from Cow, signed by the key keccak256("cow")."""
    digest = bytes.fromhex("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2")
    signature = bytes.fromhex(
        "4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"
        "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562"
        "1c"
    )
    key = recover(digest, signature)
    assert address_of(key).hex() == "cd2a3d9f938e13cd947ec05abc7fe734df8dd826"
    assert ec.derive_private_key(int.from_bytes(keccak256(b"cow"), "big"), ec.SECP256K1()).public_key() == key
    assert is_signed(key, digest, signature)


def test_the_published_recovery_of_ethereum_s_precompile() -> None:
    """go-ethereum's vector of ecRecover has the upper s, which the contract refuses; its other spelling is of the same key."""
    digest = bytes.fromhex("18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c")
    r = bytes.fromhex("73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f")
    s = int("eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549", 16)
    with pytest.raises(SignatureRefused):
        recover(digest, r + s.to_bytes(32, "big") + b"\x1c")
    key = recover(digest, r + (N - s).to_bytes(32, "big") + b"\x1b")
    assert address_of(key).hex() == "a94f5374fce5edbc8e2a8697c15331677e6ebf0b"


@given(st.binary(min_size=32, max_size=32), st.integers(1, N - 1))
def test_what_ethereum_s_library_signs_is_recovered(digest: bytes, private: int) -> None:
    """Of any digest and any key."""
    account = Account.from_key(private.to_bytes(32, "big"))
    signature = bytes(account.unsafe_sign_hash(digest).signature)
    key = recover(digest, signature)
    assert address_of(key) == bytes.fromhex(account.address[2:])
    assert is_signed(key, digest, signature)


def test_what_is_no_signature_is_refused() -> None:
    """Lengths, v, r and s out of range or of no point; and no signature is of another digest's key."""
    digest = secrets.token_bytes(32)
    whole = bytes(SIGNER.unsafe_sign_hash(digest).signature)
    r, s, v = whole[:32], whole[32:64], whole[64:]
    high = (N - int.from_bytes(s, "big")).to_bytes(32, "big")
    order = N.to_bytes(32, "big")
    off_curve = (5).to_bytes(32, "big")  # 5 ** 3 + 7 = 132 is no square
    for wrong in (
        b"", whole[:-1], whole + b"\0", r + s + b"\0", r + s + b"\x1a", r + s + b"\x1d", bytes(32) + s + v, r + bytes(32) + v,
        order + s + v, r + order + v, r + high + v, r + high + bytes([v[0] ^ 7]), off_curve + s + v,
    ):  # fmt: skip
        with pytest.raises(SignatureRefused):
            recover(digest, wrong)
    other = recover(digest, r + s + bytes([v[0] ^ 7]))
    assert address_of(other) != ADDRESS
    assert not is_signed(other, secrets.token_bytes(32), whole)


def typed(epoch: int, root: bytes, contract: Pin = CONTRACT) -> bytes:
    made = Account.sign_typed_data(
        PRIVATE,
        {"name": NAME, "version": VERSION, "chainId": contract.chain_id, "verifyingContract": f"0x{contract.value.hex()}"},
        {"EpochRoot": [{"name": "epoch", "type": "uint64"}, {"name": "root", "type": "bytes32"}]},
        {"epoch": epoch, "root": root},
    )  # fmt: skip
    return bytes(made.signature)


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), st.integers(1, 2**63 - 1))
def test_what_is_signed_is_what_ethereum_s_library_makes_of_it(
    epoch: int, root: bytes, chain_id: int
) -> None:
    """EIP-712 typed data by another implementation, for any epoch, root and chain."""
    contract = Pin(chain_id, CONTRACT.value)
    assert address_of(recover(Domain(contract).digest(epoch, root), typed(epoch, root, contract))) == ADDRESS


def test_a_line_is_held_to_the_signer_that_it_names() -> None:
    """Another epoch, root, contract or chain, and another's name: the first line of a signer and every later one."""
    root = secrets.token_bytes(32)
    honest = SignedRoot(CONTRACT, 7, root, ADDRESS, typed(7, root))
    signatures = Signatures()
    signatures.require(honest)
    signatures.require(SignedRoot(CONTRACT, 8, root, ADDRESS, typed(8, root)))
    for wrong in (
        SignedRoot(CONTRACT, 8, root, ADDRESS, honest.signature),
        SignedRoot(CONTRACT, 7, bytes(32), ADDRESS, honest.signature),
        SignedRoot(Pin(1, CONTRACT.value), 7, root, ADDRESS, honest.signature),
        SignedRoot(Pin(CONTRACT.chain_id, bytes(20)), 7, root, ADDRESS, honest.signature),
        SignedRoot(CONTRACT, 7, root, bytes(20), honest.signature),
    ):
        for checked in (signatures, Signatures()):
            with pytest.raises(SignatureRefused):
                checked.require(wrong)
