# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.feed_view_kind import FeedViewKind, check_feed_view_kind
from ..models.feed_view_scheme_type_0 import FeedViewSchemeType0, check_feed_view_scheme_type_0
from ..models.feed_view_state import FeedViewState, check_feed_view_state
from ..types import plain

T = TypeVar("T", bound="FeedView")


@_attrs_define
class FeedView:
    """Where something comes from, and what became of it so far.

    run went well. next_at: when an address is asked next.

        Attributes:
            id (str):
            name (str):
            kind (FeedViewKind):
            state (FeedViewState):
            folder (None | str): below the installation's folder for files; null of other kinds. host: of a url's address,
                which is shown to nobody.
            host (None | str):
            every_s (int | None):
            webhook_path (None | str): where another system sends to; its secret is shown to nobody.
            scheme (FeedViewSchemeType0 | None):
            delivery_field (None | str):
            minor_units (bool):
            mapping_id (None | str): rows are read by it and recorded. decide: the use case that decides them instead.
            decide (None | str):
            id_column (None | str):
            runs (int): that took something. taken, refused, repeated: rows of all runs; repeated ones were here before.
            taken (int):
            refused (int):
            repeated (int):
            failures (int): in a row. last_status, last_error: what an address answered last, and a code, null where the
                newest look or
            last_status (int | None):
            last_error (None | str):
            last_at (None | str):
            next_at (None | str):
            created_at (str):
            created_by (str):
    """

    id: str
    name: str
    kind: FeedViewKind
    state: FeedViewState
    folder: None | str
    host: None | str
    every_s: int | None
    webhook_path: None | str
    scheme: FeedViewSchemeType0 | None
    delivery_field: None | str
    minor_units: bool
    mapping_id: None | str
    decide: None | str
    id_column: None | str
    runs: int
    taken: int
    refused: int
    repeated: int
    failures: int
    last_status: int | None
    last_error: None | str
    last_at: None | str
    next_at: None | str
    created_at: str
    created_by: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        name = d.pop("name")
        kind = check_feed_view_kind(d.pop("kind"))

        state = check_feed_view_state(d.pop("state"))

        folder = cast("None | str", d.pop("folder"))
        host = cast("None | str", d.pop("host"))
        every_s = cast("int | None", d.pop("every_s"))
        webhook_path = cast("None | str", d.pop("webhook_path"))

        def _parse_scheme(data: object) -> FeedViewSchemeType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                scheme_type_0 = check_feed_view_scheme_type_0(data)

                return scheme_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FeedViewSchemeType0 | None, data)

        scheme = _parse_scheme(d.pop("scheme"))

        delivery_field = cast("None | str", d.pop("delivery_field"))
        minor_units = d.pop("minor_units")
        mapping_id = cast("None | str", d.pop("mapping_id"))
        decide = cast("None | str", d.pop("decide"))
        id_column = cast("None | str", d.pop("id_column"))
        runs = d.pop("runs")
        taken = d.pop("taken")
        refused = d.pop("refused")
        repeated = d.pop("repeated")
        failures = d.pop("failures")
        last_status = cast("int | None", d.pop("last_status"))
        last_error = cast("None | str", d.pop("last_error"))
        last_at = cast("None | str", d.pop("last_at"))
        next_at = cast("None | str", d.pop("next_at"))
        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        return cls(
            id=id,
            name=name,
            kind=kind,
            state=state,
            folder=folder,
            host=host,
            every_s=every_s,
            webhook_path=webhook_path,
            scheme=scheme,
            delivery_field=delivery_field,
            minor_units=minor_units,
            mapping_id=mapping_id,
            decide=decide,
            id_column=id_column,
            runs=runs,
            taken=taken,
            refused=refused,
            repeated=repeated,
            failures=failures,
            last_status=last_status,
            last_error=last_error,
            last_at=last_at,
            next_at=next_at,
            created_at=created_at,
            created_by=created_by,
        )
