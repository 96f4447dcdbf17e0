"""CAMT.053, the statement of ISO 20022, into records. Source: ISO 20022 camt.053.001.02 to .13, BankToCustomerStatement. Pure.

Read by expat without a document type, so without entities: nothing can be expanded or fetched.
"""

from collections.abc import Iterator
from xml.parsers import expat

from payments.importing.failures import ImportRefused
from payments.importing.records import Record

_DEPTH_MAX = 64
_TEXT_CHARS_MAX = 2_000
_STATUSES = {"BOOK": "BOOK", "PDNG": "pending", "INFO": "pending", "FUTR": "pending"}
_NO_REFERENCE = frozenset({"", "NOTPROVIDED", "NONREF"})


def entries(text: str) -> Iterator[Record]:
    """Give a record an entry, numbered from 1. Raises: ImportRefused when it is no such file, or names entities of its own."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    # What the file says of its encoding is of no account: this is text.
    body = text[text.index("?>") + 2 :] if text.lstrip().startswith("<?xml") and "?>" in text else text
    try:
        parser.Parse(body.strip(), True)
    except expat.ExpatError as error:
        raise ImportRefused(f"The file is no XML: line {error.lineno} cannot be read.") from None
    if not reader.statement:
        raise ImportRefused("The file is no CAMT.053: it has no element BkToCstmrStmt.")
    return iter(reader.records)


def _refuse_doctype(*_: object) -> None:
    raise ImportRefused("The file has a document type of its own, which no statement needs.")


class _Reader:
    def __init__(self) -> None:
        self.statement = False
        self.records: list[Record] = []
        self._path: list[str] = []
        self._entry: dict[str, str] | None = None
        self._text: list[str] = []
        self._size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self._path.append(local)
        if len(self._path) > _DEPTH_MAX:
            raise ImportRefused("The file is nested too deep.")
        self._text, self._size = [], 0
        if local == "BkToCstmrStmt":
            self.statement = True
        elif local == "Ntry":
            self._entry = {}
        if local == "Amt" and self._entry is not None and self._path[-2] == "Ntry":
            self._entry["Ccy"] = attributes.get("Ccy", "")

    def text(self, data: str) -> None:
        if self._size < _TEXT_CHARS_MAX:
            self._text.append(data)
            self._size += len(data)

    def end(self, _name: str) -> None:
        value = "".join(self._text).strip()
        local = self._path[-1]
        if self._entry is not None:
            if local == "Ntry":
                self.records.append(_record(len(self.records) + 1, self._entry))
                self._entry = None
            elif value:
                inside = self._path[self._path.index("Ntry") + 1 :]
                self._note("/".join(inside), value)
        self._path.pop()
        self._text, self._size = [], 0

    def _note(self, path: str, value: str) -> None:
        entry = self._entry if self._entry is not None else {}
        if path.endswith("/Ustrd"):
            entry[path] = f"{entry.get(path, '')} {value}".strip()[:_TEXT_CHARS_MAX]
        else:
            entry.setdefault(path, value)


def _record(number: int, entry: dict[str, str]) -> Record:
    details = "NtryDtls/TxDtls"
    amount, direction = entry.get("Amt", ""), entry.get("CdtDbtInd", "")
    if not amount or direction not in {"CRDT", "DBIT"}:
        return Record(number, [], "It has no amount (Amt), or no direction (CdtDbtInd).")
    booked = entry.get("BookgDt/DtTm") or entry.get("BookgDt/Dt", "")[:10]
    worth = entry.get("ValDt/Dt") or entry.get("ValDt/DtTm", "")
    words = (
        entry.get(f"{details}/RmtInf/Ustrd")
        or entry.get("AddtlNtryInf")
        or entry.get(f"{details}/AddtlTxInf", "")
    )
    references = (
        entry.get("AcctSvcrRef", ""),
        entry.get(f"{details}/Refs/EndToEndId", ""),
        entry.get("NtryRef", ""),
    )
    return Record(
        number,
        [
            booked, worth[:10], f"-{amount}" if direction == "DBIT" else amount, entry.get("Ccy", ""),
            _STATUSES.get(entry.get("Sts/Cd") or entry.get("Sts", "BOOK"), "unknown"),
            next((each for each in references if each not in _NO_REFERENCE), ""),
            words, _name(entry, "Dbtr"), _name(entry, "Cdtr"), "",
        ],
    )  # fmt: skip


def _name(entry: dict[str, str], party: str) -> str:
    parties = "NtryDtls/TxDtls/RltdPties"
    return entry.get(f"{parties}/{party}/Nm") or entry.get(f"{parties}/{party}/Pty/Nm", "")
