"""The keys an auditor trusts, pinned in a file of their own: one a line, `log <key>` or `receipts <key>`."""

from dataclasses import dataclass

from ledger.verifier.notes import NoteRefused, VerifierKey, parse_key


class TrustRefused(Exception):
    """Not a file of keys, or not the keys that are needed."""


@dataclass(frozen=True)
class Trust:
    log_keys: tuple[VerifierKey, ...]
    receipt_keys: tuple[VerifierKey, ...]

    def text(self) -> str:
        lines = [f"log {key}\n" for key in self.log_keys] + [f"receipts {key}\n" for key in self.receipt_keys]
        return "".join(lines)

    def covers(self, other: "Trust") -> bool:
        """Say whether every key of `other` is pinned here, for the same use."""
        return set(other.log_keys) <= set(self.log_keys) and set(other.receipt_keys) <= set(self.receipt_keys)


def parse_trust(text: str) -> Trust:
    """Empty lines and lines that begin with # are skipped. Raises: TrustRefused."""
    keys: dict[str, list[VerifierKey]] = {"log": [], "receipts": []}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        use, _, encoded = line.strip().partition(" ")
        if use not in keys:
            raise TrustRefused(f"line {number} does not begin with log or receipts")
        try:
            keys[use].append(parse_key(encoded))
        except NoteRefused as error:
            raise TrustRefused(f"line {number}: {error}") from error
    return Trust(tuple(keys["log"]), tuple(keys["receipts"]))
