"""Texts as numbers: feature sets `statement/2` and `ticket/2`, hashed words and parts of words, a fixed width for any language.

Each word, and each three letters of it, adds to one of 256 places chosen by CRC-32 (feature hashing, Weinberger et al. 2009),
so there is no vocabulary to ship and a word never seen before still shares parts with words that were.

`statement/1` and `ticket/1` are what versions from before read: words are broken at vowel signs, and a line without a direction is a debit.
"""

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import log1p, sqrt
from typing import Literal, NamedTuple
from zlib import crc32

from inference.features.directions import direction_said
from inference.features.tokens import MARKS
from payments.facts import Direction
from payments.statement_facts import Statement, StatementLine, Ticket

Reading = Literal[1, 2]
"""How texts are read: the number of the feature sets `statement` and `ticket`."""
READING: Reading = 2
_FORMER: Mapping[str, Reading] = {"statement/1": 1, "ticket/1": 1}

PLACES = 256
HASHED = tuple(f"h{place:03d}" for place in range(PLACES))
LINE_NAMES = (*HASHED, "is_credit", "log_amount", "is_upi", "is_card", "is_transfer")
TICKET_NAMES = (*HASHED, "words", "has_number", "is_question")
_LOG_SCALE = 20.0  # brings logarithms to the size of the other features
_PART = 0.4  # weight of three letters against the whole word
_LETTERED = r"[^\W\d_]+"
_WORDS: Mapping[Reading, re.Pattern[str]] = {
    1: re.compile(_LETTERED),
    2: re.compile(rf"{_LETTERED}(?:[{MARKS}]+(?:{_LETTERED})?)*"),
}
_JOINERS = str.maketrans("", "", "\u200c\u200d")
"""They say how letters are drawn, and one writer leaves them out where another does not."""
_LONG_NUMBER = re.compile(r"\d{3,}")
# What banks put around a merchant's name, in every line alike.
_NOISE = frozenset(
    ["ACH", "ATM", "BANK", "BRN", "BY", "CARD", "CHQ", "CR", "DEBIT", "DR", "ECOM", "ECS", "FROM", "IMPS", "IN", "INB", "INR", "INT", "MB", "MOB", "NA", "NACH", "NEFT", "NET", "NFS", "ONLINE", "OUT", "P", "P2A", "P2M", "PAID", "PAY", "PAYMENT", "POS", "PUR", "PURCHASE", "REF", "REFNO", "RRN", "RTGS", "SI", "TFR", "THE", "TO", "TRF", "TXN", "UPI", "UPIAB", "UTR", "VIA", "VISA", "VPA", "WDL", "XX", "XXXX", "YESB", "HDFC", "HDFCBANK", "ICICI", "SBI", "SBIN", "AXIS", "AXISBANK", "KOTAK", "YBL", "OKAXIS", "OKSBI", "OKHDFCBANK", "OKICICI", "PAYTM", "PTYBL", "IBL", "APL", "AXL", "COM"]
)  # fmt: skip


class Word(NamedTuple):
    """A word that counts, in capitals, and the field of the facts that says it."""

    field: str
    word: str


def reading_of(feature_set: str) -> Reading:
    """How a version of this feature set reads."""
    return _FORMER.get(feature_set, READING)


def line_rows(statement: Statement, at: datetime, reading: Reading = READING) -> Sequence[tuple[float, ...]]:
    """One row for each line, in order."""
    del at
    return [_line(each, reading) for each in statement.lines]


def ticket_rows(ticket: Ticket, at: datetime, reading: Reading = READING) -> Sequence[tuple[float, ...]]:
    del at
    text = f"{ticket.subject or ''} {ticket.text}"
    words = [each.word for each in words_of_ticket(ticket, reading)]
    return [
        (
            *hashed(words, pairs=True),
            log1p(len(words)) / _LOG_SCALE,
            float(bool(_LONG_NUMBER.search(text))),
            float("?" in text),
        )
    ]


def direction_of(line: StatementLine, reading: Reading = READING) -> Direction:
    """Which way the money went: as the caller says, else as the words of the line do, else out."""
    said = direction_said(line.text) if line.direction is None and reading > 1 else line.direction
    return said or "debit"


def names_in(text: str, reading: Reading = READING) -> list[str]:
    """Return the words of a line without what banks put around them, in capitals, in order."""
    return [word for word in _words(text, reading) if word not in _NOISE and len(word) > 1]


def words_of_line(line: StatementLine, reading: Reading = READING) -> list[Word]:
    """What the hashed places of a line were counted in."""
    return [Word("text", word) for word in names_in(line.text, reading)]


def words_of_ticket(ticket: Ticket, reading: Reading = READING) -> list[Word]:
    """What the hashed places of a ticket were counted in: its subject twice, then its text."""
    fields = [("subject", ticket.subject or "")] * 2 + [("text", ticket.text)]
    return [Word(field, word) for field, text in fields for word in _words(text, reading)]


def _words(text: str, reading: Reading) -> list[str]:
    """All words, in capitals. One letter with its mark is the same however it is written."""
    plain = unicodedata.normalize("NFC", text).translate(_JOINERS) if reading > 1 else text
    return [word.upper() for word in _WORDS[reading].findall(plain)]


def hashed(words: Sequence[str], *, pairs: bool = False) -> list[float]:
    """float[PLACES] of length 1, or zeros where there is no word. pairs: neighbours count together as well."""
    places = [0.0] * PLACES
    for word in words:
        for place, amount in _places_of(word):
            places[place] += amount
    if pairs:
        for one, two in itertools.pairwise(words):
            places[_place_of_pair(one, two)] += 1.0
    length = sqrt(sum(value * value for value in places))
    return [value / length for value in places] if length else places


def shared_by_words(
    words: Sequence[Word], amounts: Sequence[float], *, pairs: bool = False
) -> Mapping[Word, float]:
    """Give what every place says to the words that were counted there, by how much they were; a pair's to both in equal parts.

    amounts: of the places, float[PLACES]; 0 where no word is. The way back from `hashed`: nothing is lost, nothing added.
    """
    counted: list[tuple[Word, int, float]] = [
        (word, place, amount) for word in words for place, amount in _places_of(word.word)
    ]
    if pairs:
        for one, two in itertools.pairwise(words):
            place = _place_of_pair(one.word, two.word)
            counted += [(one, place, 0.5), (two, place, 0.5)]
    totals = [0.0] * PLACES
    for _, place, amount in counted:
        totals[place] += amount
    found: defaultdict[Word, float] = defaultdict(float)
    for word, place, amount in counted:
        found[word] += amounts[place] * (amount / totals[place])
    return dict(found)


def _places_of(word: str) -> list[tuple[int, float]]:
    """The word itself, and each three letters of it."""
    framed = f"^{word}$"
    parts = [framed[start : start + 3] for start in range(len(framed) - 2)]
    return [(_place("w", word), 1.0), *[(_place("p", part), _PART) for part in parts]]


def _place_of_pair(one: str, two: str) -> int:
    return _place("b", f"{one} {two}")


def _place(kind: str, text: str) -> int:
    return crc32(f"{kind}:{text}".encode()) % PLACES


def _line(line: StatementLine, reading: Reading) -> tuple[float, ...]:
    words = set(_words(line.text, reading))
    return (
        *hashed(names_in(line.text, reading)),
        float(direction_of(line, reading) == "credit"),
        log1p(line.amount_minor) / _LOG_SCALE,
        float("UPI" in words or "@" in line.text),
        float(bool(words & {"POS", "ECOM", "VISA", "CARD"})),
        float(bool(words & {"NEFT", "RTGS", "IMPS", "TRF"})),
    )
