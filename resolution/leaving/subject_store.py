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
    found = await tx.fetch(shown.rows, environment_id, customer, passed, limit)
    return [(row["id"], cast("dict[str, JsonValue]", msgspec.json.decode(row["row"]))) for row in found]
