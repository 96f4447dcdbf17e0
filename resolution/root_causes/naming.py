"""What a root cause is called, for a person, in English and Hindi."""

from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

import msgspec

from inference import ticket_causes
from inference.catalogue import Language
from payments import failure_hours
from resolution.root_causes.entities import UNEXPLAINED, CauseKind, Cell

_FAIL: Mapping[Language, Mapping[CauseKind, str]] = {
    "en": {"attempt": "Attempts fail", "payout": "Payouts fail", "payout_unusual": "Payouts are unusual"},
    "hi": {"attempt": "भुगतान के प्रयास विफल", "payout": "पेआउट विफल", "payout_unusual": "पेआउट असामान्य"},
}
_FAULTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "gateway": "The gateway's own faults",
        "bank": "Failures that are the bank's doing",
        "customer": "Failures that are the payer's doing",
        "merchant": "Requests that no gateway takes",
    },
    "hi": {
        "gateway": "गेटवे की अपनी त्रुटियाँ",
        "bank": "बैंक के कारण विफलताएँ",
        "customer": "भुगतानकर्ता के कारण विफलताएँ",
        "merchant": "गलत अनुरोध",
    },
}
_UNUSUAL: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "stuck": "Payouts stay in a stage for too long",
        "late": "Payouts are not credited when they were promised",
        "failing": "Payouts fail in bursts",
        "amount_unusual": "Payouts are far above what is usual",
        "documents_missing": "Payouts wait for documents",
    },
    "hi": {
        "stuck": "पेआउट एक चरण में अटके हैं",
        "late": "पेआउट वादे के समय पर नहीं पहुँचे",
        "failing": "पेआउट लगातार विफल",
        "amount_unusual": "पेआउट की राशि सामान्य से बहुत अधिक",
        "documents_missing": "पेआउट दस्तावेज़ों की प्रतीक्षा में",
    },
}
_WHERE: Mapping[Language, Mapping[str, str]] = {
    "en": {"gateway": "at gateway {}", "bank": "with bank {}", "method": "by {}"},
    "hi": {"gateway": "गेटवे {} पर", "bank": "बैंक {} में", "method": "{} से"},
}
_NO_CAUSE: Mapping[Language, str] = {
    "en": "Tickets whose cause is not known",
    "hi": "टिकट जिनका कारण ज्ञात नहीं",
}
_encoder = msgspec.json.Encoder()
_VERSION, _VARIANT = 8 << 76, 2 << 62
_FIELDS_MASK = ~(0xF << 76 | 0x3 << 62)


def id_of(environment_id: UUID, kind: CauseKind, cell: Cell) -> UUID:
    """The same cell has the same id for ever: it is made of what it names (a UUIDv8, RFC 9562 section 5.8)."""
    named = _encoder.encode((kind, *msgspec.structs.astuple(cell)))
    number = int.from_bytes(sha256(environment_id.bytes + named).digest()[:16], "big")
    return UUID(int=number & _FIELDS_MASK | _VERSION | _VARIANT)


def name_of(kind: CauseKind, cell: Cell, language: Language) -> str:
    if kind == "ticket":
        code = cell.code or UNEXPLAINED
        return _NO_CAUSE[language] if code == UNEXPLAINED else ticket_causes.title(code, language) or code
    places = [
        form.format(value)
        for field, form in _WHERE[language].items()
        if (value := getattr(cell, field)) is not None
    ]
    what = _FAULTS[language][cell.fault] if cell.fault else _what(kind, cell.code, language)
    return f"{what}{': ' if places else ''}{', '.join(places)}"


def _what(kind: CauseKind, code: str | None, language: Language) -> str:
    if code is None:
        return _FAIL[language][kind]
    if kind == "payout_unusual":
        return _UNUSUAL[language].get(code, code)
    about, _ = failure_hours.about(code)
    if about is None or language != "en":  # what codes mean is written in English alone
        return f"{_FAIL[language][kind]} ({code})"
    return about.removesuffix(".")
