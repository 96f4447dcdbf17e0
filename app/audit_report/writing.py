"""Facts in, the bytes of a PDF out; the same facts always give the same bytes."""

from app.audit_report import pages
from app.audit_report.facts import Facts
from app.audit_report.sheet import Sheet


def write_report(facts: Facts) -> bytes:
    """Draw the report of one bundle."""
    of = facts.checkpoint.origin if facts.checkpoint is not None else "a log that could not be read"
    sheet = Sheet(f"Audit report of {of}", facts.asked.at)
    pages.draw(sheet, facts)
    return sheet.finished()
