# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.create_feed_kind import CreateFeedKind, check_create_feed_kind
from ..models.create_feed_scheme_type_0 import CreateFeedSchemeType0, check_create_feed_scheme_type_0
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="CreateFeed")


@_attrs_define
class CreateFeed:
    """Where something comes from, and what becomes of it.

    scheme, secret: of the kind webhook: `standard` for Standard Webhooks, whose secret begins with whsec_; `header` for
    a secret of 16
    characters or more that is sent along. delivery_field: what names a delivery in its body, instead of the header
    webhook-id.

        Attributes:
            name (str): lower-case letters, digits and hyphens; of a folder it is the folder's name too.
            kind (CreateFeedKind):
            mapping_id (None | str | Unset): the kept mapping (`map_…`) that rows are read by, and recorded as payments.
            decide (None | str | Unset): the use case that rows are decided by instead, as a batch of its facts or of your
                own columns; id_column names them.
            id_column (None | str | Unset):
            url (None | str | Unset): of the kind url: an https address that answers a table; it rests sealed. every_s: how
                often it is asked.
            every_s (int | None | Unset):
            scheme (CreateFeedSchemeType0 | None | Unset):
            secret (None | str | Unset):
            delivery_field (None | str | Unset):
            minor_units (bool | None | Unset): whole numbers are paise or cents.
    """

    name: str
    kind: CreateFeedKind
    mapping_id: None | str | Unset = UNSET
    decide: None | str | Unset = UNSET
    id_column: None | str | Unset = UNSET
    url: None | str | Unset = UNSET
    every_s: int | None | Unset = UNSET
    scheme: CreateFeedSchemeType0 | None | Unset = UNSET
    secret: None | str | Unset = UNSET
    delivery_field: None | str | Unset = UNSET
    minor_units: bool | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        kind = check_create_feed_kind(d.pop("kind"))

        mapping_id = cast("None | str | Unset", d.pop("mapping_id", UNSET))
        decide = cast("None | str | Unset", d.pop("decide", UNSET))
        id_column = cast("None | str | Unset", d.pop("id_column", UNSET))
        url = cast("None | str | Unset", d.pop("url", UNSET))
        every_s = cast("int | None | Unset", d.pop("every_s", UNSET))

        def _parse_scheme(data: object) -> CreateFeedSchemeType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                scheme_type_0 = check_create_feed_scheme_type_0(data)

                return scheme_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CreateFeedSchemeType0 | None | Unset, data)

        scheme = _parse_scheme(d.pop("scheme", UNSET))

        secret = cast("None | str | Unset", d.pop("secret", UNSET))
        delivery_field = cast("None | str | Unset", d.pop("delivery_field", UNSET))
        minor_units = cast("bool | None | Unset", d.pop("minor_units", UNSET))
        return cls(
            name=name,
            kind=kind,
            mapping_id=mapping_id,
            decide=decide,
            id_column=id_column,
            url=url,
            every_s=every_s,
            scheme=scheme,
            secret=secret,
            delivery_field=delivery_field,
            minor_units=minor_units,
        )
