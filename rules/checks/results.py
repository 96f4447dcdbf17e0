"""What a decision takes from its rules: an outcome of fixed words, and notes."""

import re

from rules.language.kinds import Kind, Known

OUTCOME = "outcome"
NOTES = "notes"
OUTCOME_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,31}")


def fault(name: str, known: Known) -> tuple[str, str] | None:
    """Return why a value cannot stand under a name, and what to do; None where it can."""
    if name == NOTES and known.kind not in {Kind.TEXT, Kind.TEXTS, Kind.NOTHING}:
        return "Notes must be texts.", "Write them in quotes."
    if name != OUTCOME or known.kind is Kind.NOTHING:
        return None
    if known.kind is not Kind.TEXT or known.texts is None:
        return "The outcome must be one of fixed words.", "Write it in quotes, as 'review'."
    for text in sorted(known.texts):
        if not OUTCOME_PATTERN.fullmatch(text):
            return (
                f"The outcome {text[:40]!r} is not a word of a-z, 0-9 and _, 32 at most.",
                "Write it like 'approve' or 'manual_review'.",
            )
    return None
