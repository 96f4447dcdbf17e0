"""Statements in a standard's own form: read into records under the fixed names that follow. Pure."""

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from payments.importing import camt053, mt940, ofx
from payments.importing.definition import Columns, Form, MappingDefinition
from payments.importing.records import Record

NAMES = (
    "date",
    "value_date",
    "amount",
    "currency",
    "status",
    "reference",
    "description",
    "payer",
    "payee",
    "balance",
)
READERS: Mapping[Form, Callable[[str], Iterator[Record]]] = {
    "mt940": mt940.entries,
    "camt053": camt053.entries,
    "ofx": ofx.entries,
}
_ALL = Columns(**{name: name for name in NAMES})


def is_standard(form: Form) -> bool:
    return form in READERS


def entries(form: Form, text: str) -> Iterator[Record]:
    """Give the names, and then one record an entry; its line is the entry's, from 1 (of MT940 and OFX: of the file).

    Raises: ImportRefused when the file is of another form.
    """
    yield Record(0, list(NAMES))
    yield from READERS[form](text)


def with_names(definition: MappingDefinition) -> MappingDefinition:
    """The mapping with the names above; whoever has chosen columns of his own keeps them."""
    columns = _ALL if definition.columns == Columns() else definition.columns
    return replace(
        definition,
        columns=columns,
        header=True,
        decimal="point",
        positive="credit",
        date_format="YYYY-MM-DDTHH:mm:ssZ",
    )
