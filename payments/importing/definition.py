"""What a tenant says about the files of one bank or app: which column is which, and how texts are to be read."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from payments.facts import Currency, Direction, Method, Reference

_PRINTABLE = r"^[^\x00-\x1f\x7f]+$(?!\n)"

Form = Literal["delimited", "xlsx", "mt940", "camt053", "ofx"]
Encoding = Literal["utf_8", "utf_16", "windows_1252"]
Separator = Literal["comma", "semicolon", "tab", "pipe"]
Decimal = Literal["point", "comma"]
MappingName = Annotated[str, Meta(min_length=1, max_length=64, pattern=_PRINTABLE)]
ColumnName = Annotated[str, Meta(min_length=1, max_length=128, pattern=_PRINTABLE)]
DateFormat = Annotated[str, Meta(min_length=4, max_length=40, pattern=_PRINTABLE)]
TimeZone = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$(?!\n)")]

ADDRESSES_MAX = 10


class Columns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The columns of the file, by what they hold. Names are compared without case and spaces; the second of one name is
    `Name #2`; in a file without header, and for `mt940`, `camt053` and `ofx`, see docs/imports.md.

    date: when it happened. time: of day, where it stands apart. value_date: stands in where `date` is empty.
    amount: in one column: signed, marked by Dr and Cr, or with its direction in a column of its own.
    debit, credit: in two columns. direction: a mark (Dr, Cr, D, C, Paid to, Received from …).
    balance: after the payment; used to check that no row is missing.
    description: what the statement says. note: added to it. reference: the bank's own, or the UTR or RRN of UPI.
    status: of a UPI payment: what failed, is pending or was reversed is not recorded. payer, payee: who paid whom, a VPA or a name.
    customer: your own id of the customer, in files of several. currency, method, category: where they stand in the file.
    """

    date: ColumnName | None = None
    time: ColumnName | None = None
    value_date: ColumnName | None = None
    amount: ColumnName | None = None
    debit: ColumnName | None = None
    credit: ColumnName | None = None
    direction: ColumnName | None = None
    balance: ColumnName | None = None
    description: ColumnName | None = None
    note: ColumnName | None = None
    reference: ColumnName | None = None
    status: ColumnName | None = None
    payer: ColumnName | None = None
    payee: ColumnName | None = None
    customer: ColumnName | None = None
    currency: ColumnName | None = None
    method: ColumnName | None = None
    category: ColumnName | None = None


class MappingDefinition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How statements of one kind are read.

    name: your own, once in an environment.
    form: what kind of file it is; `delimited` is CSV with any separator.
    encoding: of a text file; looked at when not told.
    separator: of a delimited file; looked at when not told.
    header: whether the columns have names; without, they are called 1, 2, 3 …
    columns: which is which.
    date_format: such as `DD/MM/YYYY`, `DD-MMM-YY` or `YYYY-MM-DD HH:mm:ss`; looked at when not told, and refused when there are two ways.
    decimal: the mark before the minor units.
    positive: which way money went that has no sign and no mark.
    currency: of amounts that do not name theirs.
    time_zone: of the file's times; a payment without a time of day is taken to be at noon.
    customer_id: whose statements these are, where neither the import nor a column says so.
    method: how all of them were paid; looked for in the description when not told.
    own_addresses: the customer's own VPAs, where only payer and payee tell the direction.
    reference_unique: the reference is never repeated for another payment (UTR, RRN); it then says alone which payment this is.
    balances: whether a balance that does not follow from the one before is reported, or refuses the whole file.
    """

    name: MappingName
    form: Form = "delimited"
    encoding: Encoding | None = None
    separator: Separator | None = None
    header: bool = True
    columns: Columns = Columns()
    date_format: DateFormat | None = None
    decimal: Decimal = "point"
    positive: Direction = "credit"
    currency: Currency = "INR"
    time_zone: TimeZone = "Asia/Kolkata"
    customer_id: Reference | None = None
    method: Method | None = None
    own_addresses: Annotated[tuple[Reference, ...], Meta(max_length=ADDRESSES_MAX)] = ()
    reference_unique: bool = False
    balances: Literal["report", "refuse"] = "report"
