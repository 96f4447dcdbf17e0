"""Which way money went, as the words of a statement line say it: `CR`, `Dr.`, `5,000.00CR`, `ACH C-`, `BY TRANSFER`, `Received from`, जमा.

Words of these meanings stand in names, too (`CREDIT CARD`, `HOME CREDIT`, `FIXED DEPOSIT`): those say nothing. What stands first counts.
"""

import re

from payments.facts import Direction

# A word of its own, of letters in any script; a mark may stand right behind an amount.
_BEGIN, _END = r"(?<![^\W_])(?<![^\W_]['’&])(?:[\d,]*\d(?:\.\d+)?)?", r"(?![^\W_])"
_NOT_BEHIND = r"(?<!HOME )(?<!MICRO )(?<!LINE OF )(?<!ON )(?<!EASY )"
_NOT_BEFORE = r"(?![ -]*(?:CARD|CC|CRD|SOCIETY|SOC|UNION|BUREAU|SCORE|REPORT|LIMIT|LINE|NOTE|CO-?OP|SUISSE|SHIELD|INSURANCE|LIFE)\b)"
_CREDIT = (
    rf"CR{_END}(?!\.?\s*CARD\b)",
    rf"{_NOT_BEHIND}CREDIT{_END}{_NOT_BEFORE}",
    rf"CREDITED{_END}",
    rf"(?:CASH|CHEQUE|CHECK|CHQ|CDM|DIRECT|SALARY|MOBILE|BRANCH) (?:DEPOSIT|DEP){_END}",
    rf"DEPOSITED{_END}",
    rf"RECEIVED{_END}",
    rf"(?:ACH|NACH|ECS) ?C{_END}",
)
_DEBIT = (
    rf"DR{_END}",
    rf"DEBIT{_END}{_NOT_BEFORE}",
    rf"DEBITED{_END}",
    rf"(?:WITHDRAWAL|WITHDRAWN|WDL){_END}",
    rf"(?:PAID|SENT|TRANSFERRED) TO{_END}",
    rf"(?:ACH|NACH|ECS) ?D{_END}",
)
# Passbooks of public banks begin with the way itself; and an amount's column, copied along, with its name.
_CREDIT_FIRST = (r"BY (?:TRANSFER|TRF|CASH|CLG|CLEARING|SALARY|NEFT|RTGS|IMPS|UPI)", r"DEPOSIT")
_DEBIT_FIRST = (r"TO (?:TRANSFER|TRF|CASH|CLG|CLEARING|NEFT|RTGS|IMPS|UPI|ATM)",)
# Marks are no word characters to a regular expression, so what follows a word of Devanagari is looked at for them, too.
_HINDI = {"credit": ("जमा", "प्राप्त", "क्रेडिट"), "debit": ("नामे", "निकासी", "आहरण", "डेबिट")}
_NO_MARK = r"(?![\u0900-\u097F])"


def _any(first: tuple[str, ...], anywhere: tuple[str, ...], hindi: tuple[str, ...]) -> str:
    words = "|".join(hindi)
    return rf"^\s*(?:{'|'.join(first)}){_END}|{_BEGIN}(?:{'|'.join(anywhere)})|(?<![\u0900-\u097F])(?:{words}){_NO_MARK}"


_SAID = re.compile(
    rf"(?P<credit>{_any(_CREDIT_FIRST, _CREDIT, _HINDI['credit'])})|(?P<debit>{_any(_DEBIT_FIRST, _DEBIT, _HINDI['debit'])})",
    re.IGNORECASE,
)


def direction_said(text: str) -> Direction | None:
    """Return what the first word of either meaning says; None where there is none."""
    found = _SAID.search(text)
    if found is None:
        return None
    return "credit" if found["credit"] is not None else "debit"
