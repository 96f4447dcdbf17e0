"""Which payment a row is: the same in every statement that shows it, so that overlapping statements bring it once.

Without a reference that is unique, a row is its day, time, amount, direction, reference and words, and which of the equal ones of
its file it is: two equal payments of a day are two rows in every statement that shows the day. The balance is left out: a
bank that enters something late changes all balances behind it.
"""

from collections import Counter
from uuid import UUID

from payments.importing.definition import MappingDefinition
from payments.importing.rows import Payment
from tenants.vault import EnvironmentVault

_LABEL = "payments/import.row"
_HEX_DIGITS = 32


class Identities:
    def __init__(self, vault: EnvironmentVault, definition: MappingDefinition) -> None:
        self._vault = vault
        self._by_reference = definition.reference_unique
        self._seen: Counter[bytes] = Counter()

    def own_id(self, payment: Payment, customer: UUID) -> str:
        """Name a payment by a keyed digest; call it for each row of a file, in order."""
        fact = payment.transaction
        money = f"{fact.direction} {fact.amount_minor} {fact.currency}".encode()
        reference = "".join(payment.reference.split()).upper().encode()
        if self._by_reference and reference.strip(b"0-"):
            return self._text(self._vault.digest(_LABEL, b"reference", customer.bytes, money, reference))
        time = b"" if payment.time is None else payment.time.isoformat().encode()
        words = " ".join(payment.words.casefold().split()).encode()
        row = self._vault.digest(
            _LABEL, b"row", customer.bytes, money, reference, payment.day.isoformat().encode(), time, words
        )[:16]
        self._seen[row] += 1
        return self._text(self._vault.digest(_LABEL, row, self._seen[row].to_bytes(4, "big")))

    @staticmethod
    def _text(digest: bytes) -> str:
        return f"imp-{digest.hex()[:_HEX_DIGITS]}"
