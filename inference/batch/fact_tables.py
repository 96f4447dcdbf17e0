"""Facts out of a row group of Parquet: values have types already, and lists may be lists. Only a child process imports this."""

from datetime import datetime

from inference.batch.fact_rows import FactReader, FactRows
from inference.batch.layout import FactLayout
from inference.batch.parquet import RowRange
from inference.batch.parquet_rows import named_rows


def read_fact_group(file: bytes, rows: RowRange, layout: FactLayout, now: datetime) -> FactRows:
    """Read rows of a file of one row group. Null is missing. Raises: BatchRefused when its pages cannot be read."""
    names = [layout.names[at] for at in layout.positions]
    own_id = None if layout.id_position is None else layout.names[layout.id_position]
    reader = FactReader(layout, now)
    columns = list(zip(layout.fields, names, strict=True))
    for line, (text, row) in enumerate(named_rows(file, names, own_id, rows), rows.line):
        values = {
            field: value
            for field, name in columns
            if (value := row[name]) is not None and value != "" and value == value  # noqa: PLR0124  NaN is missing
        }
        reader.take(line, text, values)
    return reader.rows()
