"""What people and spreadsheet programs make of the text in a cell, understood or refused with the way to write it.

Excel takes a leading quote for its own mark, writes TRUE in capitals, turns 1-5 into a day, and with a decimal comma writes
0,9, which in the language of rules is a list of two numbers.
"""

import re
from collections.abc import Collection

from rules.language.tokens import WORDS
from rules.spreadsheets.grid import Cell, SheetFindings, Spot

_CURLY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{2,3})+(?:\.\d+)?")
_PERCENT = re.compile(r"[-+]?\d+(?:\.\d+)?\s*%")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DAY = re.compile(
    rf"\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}(?:[ T]\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?|\d{{1,2}}[- ]{_MONTH}(?:[- ]\d{{2,4}})?|{_MONTH}[- ]\d{{2,4}}",
    re.IGNORECASE,
)
"""A day as programs write it into a CSV file; read as the language it would be a subtraction or a division."""
_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
GUARDED = ("=", "@", "+", "-", "\t")


def understood(
    cell: Cell, spot: Spot, findings: SheetFindings, *, names: Collection[str] | None = None
) -> str:
    """Return what the cell says in the language of rules.

    names: of an output cell, the names that are there; any other bare word is a text that lacks its quotes.
    """
    text = cell.text.strip()
    if cell.kind == "formula" or (cell.kind == "text" and text.startswith("=") and not text.startswith("==")):
        findings.add(
            spot, "It is a formula.", "Write its value; to compare with ==, format the cell as Text."
        )
        return ""
    if cell.kind == "error" or _ERROR.fullmatch(text):
        findings.add(spot, "It shows an error.", "Write its value.")
        return ""
    if cell.kind == "moment" or _DAY.fullmatch(text):
        fix = "Format the cell as Text and write it again; an instant is compared in seconds since 1970."
        findings.add(spot, f"The program made a date or time of it ({text}).", fix)
        return ""
    if cell.kind == "flag" or text in {"TRUE", "FALSE"}:
        return text.lower()
    if cell.kind == "number":
        return text
    return _text(text, spot, findings, names)


def _text(text: str, spot: Spot, findings: SheetFindings, names: Collection[str] | None) -> str:
    text = unguarded(with_quotes(text.translate(_CURLY)))
    if _GROUPED.fullmatch(text) and not _is_decimal(text):
        findings.add(
            spot, f"{text} would be a list of numbers.", "Write it without separators between digits."
        )
    elif _DECIMAL_COMMA.fullmatch(text):
        fix = f"Write {text.replace(',', '.')} for a fraction, or {text.replace(',', ', ')} for a list."
        findings.add(spot, f"{text} can be a fraction or a list of two numbers.", fix)
    elif _PERCENT.fullmatch(text):
        fraction = f"{float(text.rstrip('% ')) / 100:g}"
        findings.add(spot, f"{text} is no number of the language.", f"Write {fraction}.")
    elif names is not None and _WORD.fullmatch(text) and text not in names and text not in WORDS:
        return f"'{text}'"
    return text


def _is_decimal(text: str) -> bool:
    return text.count(",") == 1 and "." not in text and len(text.partition(",")[2]) != 3


def with_quotes(text: str) -> str:
    """Put back the opening quote that a spreadsheet takes for its mark of a text."""
    if text.count("'") % 2 and text.endswith("'") and not text.startswith("'"):
        return f"'{text}"
    return text


def guarded(text: str) -> str:
    """Write a text so that a spreadsheet that opens a CSV file computes nothing of it."""
    return f"'{text}" if text.startswith(GUARDED) and not _is_number(text) else text


def unguarded(text: str) -> str:
    """Take the mark of `guarded` away; a text in quotes has an even number of them."""
    if text.startswith("'") and text[1:2] in GUARDED and text.count("'") % 2:
        return text[1:]
    return text


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?\d+(?:\.\d+)?", text) is not None


def same(cell: Cell, written: str) -> bool:
    """Say whether a cell still reads as it was written, whatever the program keeps it as."""
    text = cell.text.strip()
    if text == written.strip():
        return cell.kind not in {"formula", "error"}
    if cell.kind == "flag":
        return text.lower() == written.strip().lower()
    if cell.kind == "number":
        try:
            return float(text) == float(written)
        except ValueError:
            return False
    return False
