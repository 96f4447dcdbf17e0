"""Reads rows as packages say of their own tables. Private to `resolution`."""

from collections.abc import Mapping
from typing import cast
from uuid import UUID

import msgspec

from core.database import Transaction
from core.json_values import JsonValue
from tenants.holdings import Shown


async def rows(
    tx: Transaction, shown: Shown, environment_id: UUID, customer: UUID, passed: int, limit: int
) -> list[tuple[UUID | None, Mapping[str, JsonValue]]]:
    """Returns: the id under which a row was sealed, and its columns; byte strings as `\\x` and hexadecimal."""
    found = await tx.fetch(_rows_of(shown), environment_id, customer, passed, limit)
    return [(row["id"], cast("dict[str, JsonValue]", msgspec.json.decode(row["row"]))) for row in found]


def _rows_of(shown: Shown) -> str:
    """Names of tables and columns are the packages' own, and nobody's input."""
    row_id = "NULL::uuid" if shown.id_column is None else f"t.{shown.id_column}"
    joined, known_by = "", "t"
    if shown.parent is not None:
        joined = f"JOIN {shown.parent.table} p ON p.environment_id = t.environment_id AND p.id = t.{shown.parent.column}"
        known_by = "p"
    order = ", ".join(f"t.{column}" for column in shown.order)
    return (
        f"SELECT {row_id} AS id, to_jsonb(t) AS row FROM {shown.table} t {joined} "
        f"WHERE {known_by}.environment_id = $1 AND {known_by}.{shown.whose} = $2 ORDER BY {order} OFFSET $3 LIMIT $4"
    )
