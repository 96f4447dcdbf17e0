"""The same payments written as banks and apps write them; each layout is a function from rows to the bytes of a file."""

import csv
import dataclasses
import datetime as dt
import html
import io
import zipfile
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")


@dataclasses.dataclass(frozen=True)
class Row:
    """at: in Indian time. minor: signed. reference: unique. other: who is on the other side. balance: after it."""

    at: dt.datetime
    minor: int
    words: str
    reference: str
    other: str
    balance: int

    @property
    def paid(self) -> bool:
        return self.minor < 0


@dataclasses.dataclass(frozen=True)
class Layout:
    """timed: shows the time of day to the second, or to the minute. words: keeps every description. sheet: a workbook."""

    name: str
    write: Callable[[Sequence[Row]], bytes]
    timed: int = 0
    words: bool = True
    options: tuple[tuple[str, object], ...] = ()


def indian(minor: int) -> str:
    """1,23,456.78"""
    whole, fraction = divmod(abs(minor), 100)
    text = str(whole)
    head, tail = text[:-3], text[-3:]
    while len(head) > 2:
        head, tail = head[:-2], f"{head[-2:]},{tail}"
    return f"{f'{head},' if head else ''}{tail}.{fraction:02d}"


def european(minor: int) -> str:
    """-1.234,56"""
    whole, fraction = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole:,}".replace(",", ".") + f",{fraction:02d}"


def plain(minor: int) -> str:
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def table(rows: Sequence[Sequence[str]], separator: str = ",", before: str = "", after: str = "") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return before + text.getvalue() + after


def two_columns(rows: Sequence[Row]) -> bytes:
    header = [
        "Date",
        "Narration",
        "Chq./Ref.No.",
        "Value Dt",
        "Withdrawal Amt.",
        "Deposit Amt.",
        "Closing Balance",
    ]
    body = [
        [
            f"{row.at:%d/%m/%y}", row.words, row.reference, f"{row.at:%d/%m/%y}", indian(row.minor) if row.paid else "",
            "" if row.paid else indian(row.minor), indian(row.balance),
        ]
        for row in rows
    ]  # fmt: skip
    before = "Asha Bank Ltd.,,,,,,\r\nAccount No :,00123456789,,,,,\r\n,,,,,,\r\n"
    after = (
        ',,,,,,\r\nSTATEMENT SUMMARY :-,,,,,,\r\nOpening Balance,Debits,,,,,\r\n0.00,12,,"1,000.00",,,\r\n'
    )
    return table([header, ["****"] * 7, *body], before=before, after=after).encode("utf-8-sig")


def signed(rows: Sequence[Row]) -> bytes:
    header = ["Buchungstag", "Valuta", "Verwendungszweck", "Betrag", "Saldo"]
    body = [
        [f"{row.at:%d.%m.%Y}", f"{row.at:%d.%m.%Y}", row.words, european(row.minor), european(row.balance)]
        for row in rows[::-1]
    ]
    return table([header, *body], ";").encode("cp1252", "replace")


def marked(rows: Sequence[Row]) -> bytes:
    header = ["Txn Date", "Description", "Amount (INR)", "Dr/Cr", "Balance"]
    body = [
        [f"{row.at:%d-%b-%Y}", row.words, indian(row.minor), "DR" if row.paid else "CR", f"{indian(row.balance)}{'Cr' if row.balance >= 0 else 'Dr'}"]
        for row in rows
    ]  # fmt: skip
    return table([header, *body], "\t", before="Statement of account\r\n\r\n").encode("utf-16")


def suffixed(rows: Sequence[Row]) -> bytes:
    header = ["Transaction Date and Time", "Transaction Remarks", "Ref No", "Transaction Amount"]
    body = [
        [f"{row.at:%d/%m/%Y %H:%M:%S}", row.words, f'="{row.reference}"', f"{plain(abs(row.minor))} {'Dr' if row.paid else 'Cr'}"]
        for row in rows
    ]  # fmt: skip
    return table([header, *body], "|").encode()


def phonepe(rows: Sequence[Row]) -> bytes:
    header = ["Date", "Time", "Transaction Details", "Transaction ID", "UTR No.", "Type", "Amount", "Status"]
    body = [
        [
            f"{row.at:%b %d, %Y}", f"{row.at:%I:%M %p}", row.words, f"T{row.reference}", row.reference,
            "DEBIT" if row.paid else "CREDIT", f"₹{indian(row.minor)}", "SUCCESS",
        ]
        for row in rows
    ]  # fmt: skip
    failed = [[*body[0][:4], "999999999999", *body[0][5:7], "FAILED"]]
    return table([header, *body, *failed]).encode()


def paytm(rows: Sequence[Row]) -> bytes:
    header = [
        "Date",
        "Time",
        "Transaction Details",
        "Other Party",
        "Your Account",
        "Amount",
        "UPI Ref No.",
        "Remarks",
    ]
    body = [
        [
            f"{row.at:%d/%m/%Y}", f"{row.at:%H:%M:%S}", row.words, row.other, "Asha Bank - 12",
            f"{'-' if row.paid else '+'}Rs.{indian(row.minor)}", row.reference, "",
        ]
        for row in rows
    ]  # fmt: skip
    return table([header, *body]).encode()


def google_pay(rows: Sequence[Row]) -> bytes:
    header = ["Time", "Transaction ID", "Description", "Product", "Payment method", "Status", "Amount"]
    body = [
        [
            f"{row.at:%d %b %Y, %H:%M}", row.reference, f"{'Paid' if row.paid else 'Received'} {row.words}", "Google Pay",
            "UPI", "Complete", f"INR {plain(abs(row.minor))}",
        ]
        for row in rows
    ]  # fmt: skip
    return table([header, *body]).encode()


def bhim(rows: Sequence[Row]) -> bytes:
    header = ["Txn Date", "Payer VPA", "Payee VPA", "Amount", "RRN", "Remarks", "Status"]
    body = [
        [
            f"{row.at:%Y-%m-%d %H:%M:%S}", *(("asha@upi", row.other) if row.paid else (row.other, "asha@upi")),
            plain(abs(row.minor)), row.reference, row.words, "Success",
        ]
        for row in rows
    ]  # fmt: skip
    return table([header, *body]).encode()


def mt940(rows: Sequence[Row]) -> bytes:
    def comma(minor: int) -> str:
        return f"{abs(minor) // 100},{abs(minor) % 100:02d}"

    first = rows[0]
    opening = first.balance - first.minor
    lines = [
        ":20:STMT",
        ":25:ASHA/001",
        ":28C:1/1",
        f":60F:{'D' if opening < 0 else 'C'}{first.at:%y%m%d}INR{comma(opening)}",
    ]
    for row in rows:
        lines.append(
            f":61:{row.at:%y%m%d%m%d}{'D' if row.minor < 0 else 'C'}{comma(row.minor)}NTRFNONREF//{row.reference}"
        )
        lines.append(f":86:?20{row.words[:40]}")
    last = rows[-1]
    lines.append(f":62F:{'D' if last.balance < 0 else 'C'}{last.at:%y%m%d}INR{comma(last.balance)}")
    return "\r\n".join([*lines, "-}", ""]).encode()


def camt053(rows: Sequence[Row]) -> bytes:
    body = "".join(
        f'<Ntry><Amt Ccy="INR">{plain(abs(row.minor))}</Amt><CdtDbtInd>{"DBIT" if row.paid else "CRDT"}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>{row.at.isoformat(timespec='seconds')}</DtTm></BookgDt>"
        f"<ValDt><Dt>{row.at:%Y-%m-%d}</Dt></ValDt><AcctSvcrRef>{row.reference}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties>"
        f"<Cdtr><Pty><Nm>{html.escape(row.other)}</Nm></Pty></Cdtr></RltdPties>"
        f"<RmtInf><Ustrd>{html.escape(row.words)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><Stmt>{body}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def ofx(rows: Sequence[Row]) -> bytes:
    body = "".join(
        f"<STMTTRN>\n<TRNTYPE>OTHER\n<DTPOSTED>{row.at:%Y%m%d%H%M%S}[+5.5:IST]\n<TRNAMT>{plain(row.minor)}\n"
        f"<FITID>{row.reference}\n<MEMO>{html.escape(row.words, quote=False)}\n</STMTTRN>\n"
        for row in rows
    )
    return f"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><STMTRS><CURDEF>INR<BANKTRANLIST>\n{body}</BANKTRANLIST></STMTRS></OFX>\n".encode()


def workbook(rows: Sequence[Row]) -> bytes:
    header = ["Transaction Date", "Particulars", "Debit", "Credit", "Balance"]
    body: list[Sequence[object]] = [
        [
            row.at.date(),
            row.words,
            -row.minor / 100 if row.paid else "",
            "" if row.paid else row.minor / 100,
            row.balance / 100,
        ]
        for row in rows
    ]
    return xlsx([["Asha Bank"], [], header, *body])


def xlsx(rows: Sequence[Sequence[object]], extra: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """The least that is a workbook. A day is a number with the format of a day; `=…` is a formula with its last value 1."""
    text = "".join(
        f'<row r="{at}">'
        + "".join(_cell(cell, f"{chr(65 + column)}{at}") for column, cell in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, start=1)
    )
    spread = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = [
        ("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'),
        ("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'<workbook {spread} xmlns:r="{relations}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{relations}/styles" Target="styles.xml"/></Relationships>'),
        ("xl/styles.xml", f'<styleSheet {spread}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'),
        ("xl/worksheets/sheet1.xml", f"<worksheet {spread}><sheetData>{text}</sheetData></worksheet>"),
    ]  # fmt: skip
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*((name, content.encode()) for name, content in parts), *extra):
            archive.writestr(name, content)
    return made.getvalue()


def _cell(cell: object, place: str) -> str:
    if isinstance(cell, dt.date):
        return f'<c r="{place}" s="1"><v>{(cell - dt.date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, float):
        return f'<c r="{place}"><v>{cell!r}</v></c>'
    if str(cell).startswith("="):
        return f'<c r="{place}"><f>{html.escape(str(cell)[1:])}</f><v>1</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{html.escape(str(cell))}</t></is></c>' if cell != "" else ""


LAYOUTS = (
    Layout("two_columns", two_columns),
    Layout("signed", signed),
    Layout("marked", marked),
    Layout("suffixed", suffixed, timed=1),
    Layout("phonepe", phonepe, timed=60),
    Layout("paytm", paytm, timed=1),
    Layout("google_pay", google_pay, timed=60, words=False),
    Layout("bhim", bhim, timed=1),
    Layout("mt940", mt940, words=False),
    Layout("camt053", camt053, timed=1),
    Layout("ofx", ofx, timed=1),
    Layout("workbook", workbook),
)
