# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.agreement_tax_kind import AgreementTaxKind, check_agreement_tax_kind
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="AgreementTax")


@_attrs_define
class AgreementTax:
    """A tax on what is earned after deductions.

    Attributes:
        name (str): a slug, such as `tds` or `gst`.
        rate_bps (int): hundredths of a percent.
        kind (AgreementTaxKind): `withheld` is kept back from the partner (TDS), `added` is paid on top (GST).
        from_minor (int | Unset): it is taken, of everything, once the period earns this. Default: 0.
    """

    name: str
    rate_bps: int
    kind: AgreementTaxKind
    from_minor: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        rate_bps = d.pop("rate_bps")
        kind = check_agreement_tax_kind(d.pop("kind"))

        from_minor = d.pop("from_minor", UNSET)
        return cls(
            name=name,
            rate_bps=rate_bps,
            kind=kind,
            from_minor=from_minor,
        )
