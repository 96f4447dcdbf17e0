# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.deploy_version_role import DeployVersionRole, check_deploy_version_role
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.guardrails import Guardrails


T = TypeVar("T", bound="DeployVersion")


@_attrs_define
class DeployVersion:
    """Which version shall serve a use case from now on, and how.

    decided, after it was answered, and decides nothing.

    a stable hash of the customer; a greater share keeps everybody it had.

        Attributes:
            use_case (str):
            version_id (str):
            role (DeployVersionRole | Unset): a champion decides; a challenger decides for a share of the customers and is
                compared; a shadow scores what was Default: 'champion'.
            share_percent (int | None | Unset): of the customers, for a challenger (10 when not told) or a shadow (100 when
                not told). Who belongs to it is
            segment (None | str | Unset): only for requests of this segment, as they declare it, or whose payment names it
                as its region.
            guardrails (Guardrails | None | Unset): of a challenger or a new champion: when it ends by itself.
    """

    use_case: str
    version_id: str
    role: DeployVersionRole | Unset = "champion"
    share_percent: int | None | Unset = UNSET
    segment: None | str | Unset = UNSET
    guardrails: Guardrails | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.guardrails import Guardrails  # noqa: PLC0415

        d = dict(src_dict)
        use_case = d.pop("use_case")
        version_id = d.pop("version_id")
        _role = d.pop("role", UNSET)
        role: DeployVersionRole | Unset
        if isinstance(_role, Unset):
            role = UNSET
        else:
            role = check_deploy_version_role(_role)

        share_percent = cast("int | None | Unset", d.pop("share_percent", UNSET))
        segment = cast("None | str | Unset", d.pop("segment", UNSET))

        def _parse_guardrails(data: object) -> Guardrails | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                guardrails_type_0 = Guardrails.from_dict(data)

                return guardrails_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Guardrails | None | Unset, data)

        guardrails = _parse_guardrails(d.pop("guardrails", UNSET))

        return cls(
            use_case=use_case,
            version_id=version_id,
            role=role,
            share_percent=share_percent,
            segment=segment,
            guardrails=guardrails,
        )
