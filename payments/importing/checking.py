"""What the look at a whole statement finds before anything of it is recorded. Pure."""

import datetime as dt
from collections.abc import Iterable

from msgspec.structs import replace

from payments.importing.balances import BalanceCheck
from payments.importing.entities import Checked, ImportCounts, PreviewRow
from payments.importing.findings import Finding
from payments.importing.reading import Reading
from payments.importing.reports import preview_row
from payments.importing.rows import Payment

PREVIEW_ROWS = 20
_BREAK = "Its balance does not follow from the one before: a row is missing, or stands elsewhere."


class Look:
    """preview: the first payments. counts and findings: of all rows so far."""

    def __init__(self) -> None:
        self.counts = ImportCounts()
        self.findings: list[Finding] = []
        self.preview: list[PreviewRow] = []
        self._balances = BalanceCheck()
        self._first: dt.date | None = None
        self._last: dt.date | None = None

    def add(self, outcomes: Iterable[Payment | Finding]) -> list[Payment]:
        """Count some rows. Returns: the payments among them."""
        payments: list[Payment] = []
        refused = skipped = 0
        for outcome in outcomes:
            if isinstance(outcome, Payment):
                payments.append(outcome)
                self._take(outcome)
            else:
                self.findings.append(outcome)
                if outcome.standing == "refused":
                    refused += 1
                    self._balances.lose()
                else:
                    skipped += 1
        self.counts = replace(
            self.counts,
            rows=self.counts.rows + len(payments),
            refused=self.counts.refused + refused,
            skipped=self.counts.skipped + skipped,
        )
        return payments

    def close(self, reading: Reading) -> Checked:
        """Sum up, and note the balances that do not follow."""
        balances = self._balances.result()
        self.findings += [Finding(line, "notice", "balance", _BREAK) for line in balances.lines]
        return Checked(
            reading=reading,
            order=balances.order,
            balances_checked=balances.checked,
            balance_breaks=balances.breaks,
            first_day=self._first,
            last_day=self._last,
        )

    def _take(self, payment: Payment) -> None:
        self._balances.add(payment)
        self._first = payment.day if self._first is None else min(self._first, payment.day)
        self._last = payment.day if self._last is None else max(self._last, payment.day)
        if len(self.preview) < PREVIEW_ROWS:
            self.preview.append(preview_row(payment))
