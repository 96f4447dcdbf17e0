"""Roots of the super-log that the log's key on Ethereum signed (EIP-712 `EpochRoot`), one for each signed checkpoint of the super-log.

They prove nothing by themselves. Who keeps one holds the log to it: should the contract take another root for that epoch, the
signature is what `LogAnchor.proveEquivocation` asks for, and the contract is frozen for ever. Format: docs/decisions/0051.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from ledger.verifier import documents, secp256k1
from ledger.verifier.documents import DocumentRefused, Json
from ledger.verifier.keccak import keccak256
from ledger.verifier.secp256k1 import SIGNATURE_BYTES, SignatureRefused
from ledger.verifier.trust import ADDRESS_BYTES, Pin

ROOTS = "super/roots.jsonl"
NAME, VERSION = "Countermark LogAnchor", "1"
_WORD_BYTES = 32
_FIELDS = frozenset({"epoch", "chain_id", "contract", "root", "signer", "signature"})
_DOMAIN_TYPE = b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
_ROOT_TYPE = b"EpochRoot(uint64 epoch,bytes32 root)"
_ROOT_TYPEHASH = keccak256(_ROOT_TYPE)
_HEX = re.compile(r"0x((?:[0-9a-fA-F]{2})*)")


@dataclass(frozen=True)
class SignedRoot:
    """signer: address of the key that signed, 20 bytes. signature: 65 bytes, as the contract takes it."""

    contract: Pin
    epoch: int
    root: bytes
    signer: bytes
    signature: bytes


def read_signed_roots(data: bytes) -> Iterator[SignedRoot]:
    """Read the file, a document a line. Raises: DocumentRefused."""
    for line in documents.lines(data):
        fields = documents.record(documents.parse(line), _FIELDS)
        yield SignedRoot(
            Pin(documents.integer(fields, "chain_id"), _hex(fields["contract"], ADDRESS_BYTES)),
            documents.integer(fields, "epoch"),
            _hex(fields["root"], _WORD_BYTES),
            _hex(fields["signer"], ADDRESS_BYTES),
            _hex(fields["signature"], SIGNATURE_BYTES),
        )


class Domain:
    """The EIP-712 domain of one contract: what is signed for it is signed for no other, nor on another chain."""

    def __init__(self, contract: Pin) -> None:
        words = (
            keccak256(_DOMAIN_TYPE),
            keccak256(NAME.encode()),
            keccak256(VERSION.encode()),
            contract.chain_id.to_bytes(_WORD_BYTES, "big"),
            contract.value.rjust(_WORD_BYTES, b"\0"),
        )
        self._separator = keccak256(b"".join(words))

    def digest(self, epoch: int, root: bytes) -> bytes:
        """Return the 32 bytes that are signed for the root of an epoch."""
        message = keccak256(_ROOT_TYPEHASH + epoch.to_bytes(_WORD_BYTES, "big") + root)
        return keccak256(b"\x19\x01" + self._separator + message)


class Signatures:
    """Checks signatures; a key is recovered from its first one and kept."""

    def __init__(self) -> None:
        self._domains: dict[Pin, Domain] = {}
        self._keys: dict[bytes, EllipticCurvePublicKey] = {}

    def require(self, one: SignedRoot) -> None:
        """Raises: SignatureRefused unless the signer that is named signed."""
        domain = self._domains.setdefault(one.contract, Domain(one.contract))
        digest = domain.digest(one.epoch, one.root)
        known = self._keys.get(one.signer)
        if known is None:
            known = secp256k1.recover(digest, one.signature)
            if secp256k1.address_of(known) != one.signer:
                raise SignatureRefused(f"0x{one.signer.hex()} did not sign the root of epoch {one.epoch}")
            self._keys[one.signer] = known
        elif not secp256k1.is_signed(known, digest, one.signature):
            raise SignatureRefused(f"0x{one.signer.hex()} did not sign the root of epoch {one.epoch}")


def _hex(value: Json, length: int) -> bytes:
    match = _HEX.fullmatch(value) if isinstance(value, str) else None
    if match is None or len(match[1]) != 2 * length:
        raise DocumentRefused(f"expected 0x and {length} bytes in hex")
    return bytes.fromhex(match[1])
