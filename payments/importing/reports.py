"""What an import hands out: a report on lines as CSV, and rows as they would be recorded. Pure."""

import csv
import io
from collections.abc import Sequence

from payments.importing.definition import Columns
from payments.importing.entities import PreviewRow
from payments.importing.findings import Finding
from payments.importing.rows import Payment

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def report_csv(findings: Sequence[Finding], columns: Columns) -> bytes:
    """Write lines of `line,standing,column,reason`. A column is called as the file calls it, and is never a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for found in findings:
        column = (getattr(columns, found.field) if found.field else "") or found.field
        safe = f"'{column}" if column.startswith(_FORMULA) else column
        writer.writerow([found.line, found.standing, safe, found.reason])
    return text.getvalue().encode()


def preview_row(payment: Payment) -> PreviewRow:
    fact = payment.transaction
    return PreviewRow(
        line=payment.line,
        occurred_at=fact.occurred_at,
        amount_minor=fact.amount_minor,
        currency=fact.currency,
        direction=fact.direction,
        method=fact.method,
        customer_id=fact.customer_id,
        description=fact.description,
        payee_id=fact.payee_id,
        category=fact.category,
        reference=payment.reference or None,
        balance_minor=payment.balance_minor,
    )
