"""Facts out of a row group of Parquet: values have types already, and lists may be lists. Only a child process imports this."""

from datetime import datetime

from inference.batch.entities import BatchRefused
from inference.batch.fact_rows import FactReader, FactRows
from inference.batch.layout import FactLayout
from inference.batch.parquet_rows import named_rows

GROUP_ROWS_MAX = 100_000


def read_fact_group(file: bytes, first_line: int, layout: FactLayout, now: datetime) -> FactRows:
    """Read a file of one row group. first_line: number of its first row in the whole file, 1-based. Null is missing.

    Raises: BatchRefused when its pages cannot be read, or hold more rows than fit in memory as facts.
    """
    names = [layout.names[at] for at in layout.positions]
    own_id = None if layout.id_position is None else layout.names[layout.id_position]
    count, rows = named_rows(file, names, own_id, first_line)
    if count > GROUP_ROWS_MAX:
        raise BatchRefused(
            f"A row group has {count:,} rows.",
            fix=f"Write row groups of at most {GROUP_ROWS_MAX:,} rows; larger ones can be read of columns only.",
        )
    reader = FactReader(layout, now)
    columns = list(zip(layout.fields, names, strict=True))
    for line, (text, row) in enumerate(rows, first_line):
        values = {
            field: value
            for field, name in columns
            if (value := row[name]) is not None and value != "" and value == value  # noqa: PLR0124  NaN is missing
        }
        reader.take(line, text, values)
    return reader.rows()
