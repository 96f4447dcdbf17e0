"""A mapping proposed from a sample: by what columns are called, and by what stands in them. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from payments.importing import amounts, dates, forms, reading
from payments.importing.amounts import AmountUnreadable
from payments.importing.definition import Columns, Decimal, Form, MappingDefinition, Separator
from payments.importing.failures import ImportRefused
from payments.importing.header_words import field_of, rank_of
from payments.importing.records import SEPARATORS, Record, records
from payments.importing.sheets import MAGICS
from payments.importing.tables import unique
from payments.importing.texts import codec_of, decoded, encoding_of, lines

SAMPLE_ROWS = 200
_HEADER_LINES = 60
_PUNCTUATION = re.compile(r"[^\w& ]+|_")
_UNIQUE_REFERENCE = re.compile(r"utr|rrn|upi|fitid|bank ref|transaction id|txn id")
_COMMA_DECIMALS = re.compile(
    r"[^0-9]*[0-9]{1,3}(?:[. '][0-9]{3})*,[0-9]{2}[^0-9]*|[^0-9]*[0-9]+,[0-9]{2}[^0-9]*"
)


class Doubt(msgspec.Struct, frozen=True):
    """What a person has to say, because the file does not."""

    field: str
    reason: str
    fix: str


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """columns: of the file, in order, as the mapping calls them. doubts: empty when nothing is open but the name."""

    definition: MappingDefinition
    columns: tuple[str, ...]
    doubts: tuple[Doubt, ...]


class _Sample(msgspec.Struct, frozen=True):
    """A header and rows under one separator."""

    separator: Separator
    names: tuple[str, ...]
    shown: tuple[str, ...]
    rows: tuple[Record, ...]
    fields: dict[str, int]


def form_of(data: bytes) -> Form:
    """Tell the form of a file from its bytes."""
    if data.startswith(MAGICS):
        return "xlsx"
    head = decoded(data[: 65_536 & ~1], "windows_1252").replace("\0", "")
    if "BkToCstmrStmt" in head:
        return "camt053"
    if "<OFX>" in head.upper() or head.startswith("OFXHEADER"):
        return "ofx"
    return "mt940" if re.search(r"^:(?:20|25|60F):", head, re.MULTILINE) else "delimited"


def propose(data: bytes, form: Form) -> Proposal:
    """data: the file or its beginning; of a workbook, as CSV. Raises: ImportRefused when no table is in it."""
    if forms.is_standard(form):
        definition = MappingDefinition(name=form, form=form, reference_unique=form == "ofx")
        return Proposal(definition=definition, columns=forms.NAMES, doubts=(_whose(),))
    codec = codec_of(data, None)
    sample = max((_sample(data, codec, separator) for separator in SEPARATORS), key=_fit)
    fields = dict(sample.fields)
    sample = _dated(sample, fields)
    _by_content(sample, fields)
    if not {"date", "value_date"} & fields.keys() or not {"amount", "debit", "credit"} & fields.keys():
        raise ImportRefused(
            "No table of payments was found: there is no column of dates, or none of amounts.",
            fix="Send a file with a line that names its columns, or make the mapping by hand.",
        )
    definition, doubts = _settled(sample, fields)
    known = encoding_of(codec)
    definition = msgspec.structs.replace(
        definition,
        form=form,
        encoding=None if form == "xlsx" or known == "utf_8" else known,
        separator=None if form == "xlsx" else sample.separator,
    )
    whose = () if "customer" in fields else (_whose(),)
    return Proposal(definition=definition, columns=sample.shown, doubts=(*doubts, *whose))


def _whose() -> Doubt:
    return Doubt(
        "customer_id",
        "The file does not say whose payments these are.",
        "Name the customer in the import or in the mapping.",
    )


def _sample(data: bytes, codec: str, separator: Separator) -> _Sample:
    found = records(lines(data, codec), SEPARATORS[separator])
    rows = [record for _, record in zip(range(SAMPLE_ROWS), found, strict=False) if record.cells]
    at = max(
        range(min(len(rows), _HEADER_LINES)),
        key=lambda index: (_header_score(rows[index]), -index),
        default=0,
    )
    header = rows[at].cells if rows else []
    names = unique(header)
    return _Sample(separator, tuple(names), tuple(_shown(header)), tuple(rows[at + 1 :]), _named(names))


def _fit(sample: _Sample) -> tuple[int, int]:
    fields = sample.fields.keys()
    whole = bool({"date", "value_date"} & fields) + bool({"amount", "debit", "credit"} & fields)
    return whole * 10 + len(fields), len(sample.names)


def _header_score(record: Record) -> int:
    return len({field_of(_plain(cell)) for cell in record.cells} - {None})


def _plain(name: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", name.casefold()).split())


def _shown(header: Sequence[str]) -> list[str]:
    """Column names as the file has them, told apart as `unique` does."""
    return [
        name if " #" not in told else f"{name} #{told.rpartition('#')[2]}"
        for name, told in zip(header, unique(header), strict=True)
    ]


def _named(names: Sequence[str]) -> dict[str, int]:
    """The best column for each field, by name."""
    best: dict[str, tuple[int, int]] = {}
    for position, name in enumerate(names):
        plain = _plain(name.partition(" #")[0])
        field = field_of(plain)
        if field is not None:
            best[field] = min(best.get(field, (99, 0)), (rank_of(field, plain), position))
    found = {field: position for field, (_, position) in best.items()}
    if "note" in found and "description" not in found:
        found["description"] = found.pop("note")
    return found


def _texts(sample: _Sample, position: int) -> list[str]:
    return [row.cells[position] for row in sample.rows if position < len(row.cells) and row.cells[position]]


def _dated(sample: _Sample, fields: dict[str, int]) -> _Sample:
    """Find the column of dates, by its content where no name tells, and keep the rows that have one."""
    for field in ("date", "value_date"):
        if field in fields and not _are_dates(sample, fields[field]):
            del fields[field]
    if not {"date", "value_date"} & fields.keys() and "time" in fields and _are_dates(sample, fields["time"]):
        fields["date"] = fields.pop("time")
    if not {"date", "value_date"} & fields.keys():
        free = [at for at in range(len(sample.names)) if at not in fields.values()]
        found = next((at for at in free if _are_dates(sample, at) and len(_texts(sample, at)) > 1), None)
        if found is None:
            return sample
        fields["date"] = found
    at = fields.get("date", fields.get("value_date", 0))
    rows = [
        row for row in sample.rows if at < len(row.cells) and dates.survivors(dates.CANDIDATES, row.cells[at])
    ]
    return msgspec.structs.replace(sample, rows=tuple(rows))


def _are_dates(sample: _Sample, position: int) -> bool:
    ways, _ = reading.ways_to_read(
        {text for text in _texts(sample, position) if any(letter.isdigit() for letter in text)}
    )
    return bool(ways)


def _by_content(sample: _Sample, fields: dict[str, int]) -> None:
    """Drop what does not hold what its name says, and find amounts under names that nobody knows."""
    for field in ("direction", "amount", "debit", "credit", "balance"):
        if field in fields and not _holds(sample, fields[field], field):
            del fields[field]
    free = [at for at in range(len(sample.names)) if at not in fields.values()]
    if not {"amount", "debit", "credit"} & fields.keys():
        numbers = [
            at
            for at in free
            if at not in fields.values() and _holds(sample, at, "amount") and len(_texts(sample, at)) > 1
        ]
        if numbers:
            # Money has decimals more often than counts and months have.
            fields["amount"] = max(
                numbers, key=lambda at: sum("." in text or "," in text for text in _texts(sample, at))
            )
    if {"debit", "credit"} <= fields.keys():
        fields.pop("amount", None)
        fields.pop("direction", None)
    elif "amount" in fields:
        fields.pop("debit", None)
        fields.pop("credit", None)
        if "direction" not in fields and "description" in fields and _undirected(sample, fields):
            _in_words(sample, fields)


def _in_words(sample: _Sample, fields: dict[str, int]) -> None:
    """Take the direction from the description, where that begins with it: `Paid to …`, `Received from …`."""
    texts = _texts(sample, fields["description"])
    if texts and all(amounts.direction_of(text) is not None for text in texts):
        fields["direction"] = fields["description"]


def _holds(sample: _Sample, position: int, field: str) -> bool:
    """Whether most cells are of the kind; a debit or credit column may be empty."""
    texts = _texts(sample, position)
    if not texts:
        return field in {"debit", "credit", "balance"}
    if field == "direction":
        fits = sum(amounts.direction_of(text) is not None for text in texts)
    else:
        fits = sum(_is_amount(text) for text in texts)
    # A name that fits needs less to be believed than a column that nobody has named.
    return fits * 10 >= len(texts) * (5 if field in sample.fields else 7)


def _is_amount(text: str) -> bool:
    if amounts.is_nothing(text):
        return True
    decimals: tuple[Decimal, ...] = ("point", "comma")
    for decimal in decimals:
        try:
            amounts.read_amount(text, "KWD", decimal)
        except AmountUnreadable:
            continue
        return True
    return False


def _settled(sample: _Sample, fields: dict[str, int]) -> tuple[MappingDefinition, list[Doubt]]:
    """Put the mapping together, with what is open."""
    doubts: list[Doubt] = []
    dated = fields.get("date", fields.get("value_date", 0))
    ways, _ = reading.ways_to_read(
        {text for text in _texts(sample, dated) if any(letter.isdigit() for letter in text)}
    )
    if len(ways) != 1:
        fix = f"Name one, such as {' or '.join(ways[:3]) or 'DD/MM/YYYY'}."
        doubts.append(Doubt("date_format", "The dates can be read in more ways than one.", fix))
    columns = {field: sample.shown[position] for field, position in fields.items()}
    upi = _of_upi(sample, fields)
    own = _own_address(sample, fields)
    if _undirected(sample, fields) and not own:
        reason = "Nothing in the file says which way money went."
        doubts.append(Doubt("positive", reason, "Say `debit` or `credit`, or name `own_addresses`."))
    definition = MappingDefinition(
        name="proposed",
        columns=Columns(**columns),
        date_format=ways[0] if len(ways) == 1 else None,
        decimal=_decimal(sample, fields),
        own_addresses=(own,) if own else (),
        method="upi" if upi else None,
        reference_unique=_unique_reference(sample, fields),
    )
    return definition, doubts


def _decimal(sample: _Sample, fields: dict[str, int]) -> Decimal:
    texts = [
        text
        for field in ("amount", "debit", "credit")
        if field in fields
        for text in _texts(sample, fields[field])
    ]
    with_comma = sum(_COMMA_DECIMALS.fullmatch(text) is not None for text in texts)
    return "comma" if with_comma * 2 > len(texts) else "point"


def _of_upi(sample: _Sample, fields: dict[str, int]) -> bool:
    named = " ".join(sample.names)
    return "status" in fields and bool(re.search(r"\b(?:upi|vpa|utr|rrn)\b", named))


def _undirected(sample: _Sample, fields: dict[str, int]) -> bool:
    if "direction" in fields or {"debit", "credit"} & fields.keys():
        return False
    for text in _texts(sample, fields["amount"]):
        for decimal in ("point", "comma"):
            try:
                found = amounts.read_amount(text, "KWD", decimal)
            except AmountUnreadable:
                continue
            if found.negative is not None or found.mark is not None:
                return False
    return True


def _own_address(sample: _Sample, fields: dict[str, int]) -> str | None:
    """The VPA that is payer or payee of every row, where only one is."""
    if not {"payer", "payee"} <= fields.keys() or not _undirected(sample, fields):
        return None
    rows = [
        {row.cells[fields[side]].casefold() for side in ("payer", "payee") if fields[side] < len(row.cells)}
        for row in sample.rows
        if any(row.cells)
    ]
    counts = Counter(address for row in rows for address in row if "@" in address)
    common = [address for address, count in counts.items() if count * 10 >= len(rows) * 9]
    return common[0] if len(common) == 1 and len(rows) > 1 else None


def _unique_reference(sample: _Sample, fields: dict[str, int]) -> bool:
    """A reference that names a UPI payment or its kind, and that no two rows of the sample share."""
    if "reference" not in fields or not _UNIQUE_REFERENCE.search(_plain(sample.names[fields["reference"]])):
        return False
    texts = _texts(sample, fields["reference"])
    return len(texts) > 1 and len(set(texts)) == len(texts) and len(texts) * 10 >= len(sample.rows) * 8
