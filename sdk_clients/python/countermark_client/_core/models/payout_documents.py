# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.payout_documents_documents_missing_item import (
    PayoutDocumentsDocumentsMissingItem,
    check_payout_documents_documents_missing_item,
)
from ..types import plain

T = TypeVar("T", bound="PayoutDocuments")


@_attrs_define
class PayoutDocuments:
    """PayoutDocuments.

    Attributes:
        documents_missing (list[PayoutDocumentsDocumentsMissingItem]): all that the payout waits for now; none when
            everything is there.
    """

    documents_missing: list[PayoutDocumentsDocumentsMissingItem]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        documents_missing = []
        _documents_missing = d.pop("documents_missing")
        for documents_missing_item_data in _documents_missing:
            documents_missing_item = check_payout_documents_documents_missing_item(
                documents_missing_item_data
            )

            documents_missing.append(documents_missing_item)

        return cls(
            documents_missing=documents_missing,
        )
