# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.deployment_view_ended_reason_type_0 import (
    DeploymentViewEndedReasonType0,
    check_deployment_view_ended_reason_type_0,
)
from ..models.deployment_view_origin import DeploymentViewOrigin, check_deployment_view_origin
from ..models.deployment_view_role import DeploymentViewRole, check_deployment_view_role
from ..types import plain

if TYPE_CHECKING:
    from ..models.guardrails import Guardrails


T = TypeVar("T", bound="DeploymentView")


@_attrs_define
class DeploymentView:
    """From when, until when, for whom, in which role and by whom a version serves a use case.

    retired_at, ended_by, ended_reason: null while it serves; `guardrail` is the service's own doing.

        Attributes:
            id (str):
            use_case (str):
            version_id (str):
            role (DeploymentViewRole):
            segment (None | str): null for everybody. share_percent: of the customers. guardrails: of what is watched.
            share_percent (int):
            guardrails (Guardrails | None):
            replaces (None | str): the champion before, which a rollback brings back. origin: how it began.
            origin (DeploymentViewOrigin):
            created_at (str):
            created_by (str):
            retired_at (None | str):
            ended_by (None | str):
            ended_reason (DeploymentViewEndedReasonType0 | None):
    """

    id: str
    use_case: str
    version_id: str
    role: DeploymentViewRole
    segment: None | str
    share_percent: int
    guardrails: Guardrails | None
    replaces: None | str
    origin: DeploymentViewOrigin
    created_at: str
    created_by: str
    retired_at: None | str
    ended_by: None | str
    ended_reason: DeploymentViewEndedReasonType0 | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.guardrails import Guardrails  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        version_id = d.pop("version_id")
        role = check_deployment_view_role(d.pop("role"))

        segment = cast("None | str", d.pop("segment"))
        share_percent = d.pop("share_percent")

        def _parse_guardrails(data: object) -> Guardrails | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                guardrails_type_0 = Guardrails.from_dict(data)

                return guardrails_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Guardrails | None, data)

        guardrails = _parse_guardrails(d.pop("guardrails"))

        replaces = cast("None | str", d.pop("replaces"))
        origin = check_deployment_view_origin(d.pop("origin"))

        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        retired_at = cast("None | str", d.pop("retired_at"))
        ended_by = cast("None | str", d.pop("ended_by"))

        def _parse_ended_reason(data: object) -> DeploymentViewEndedReasonType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_reason_type_0 = check_deployment_view_ended_reason_type_0(data)

                return ended_reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeploymentViewEndedReasonType0 | None, data)

        ended_reason = _parse_ended_reason(d.pop("ended_reason"))

        return cls(
            id=id,
            use_case=use_case,
            version_id=version_id,
            role=role,
            segment=segment,
            share_percent=share_percent,
            guardrails=guardrails,
            replaces=replaces,
            origin=origin,
            created_at=created_at,
            created_by=created_by,
            retired_at=retired_at,
            ended_by=ended_by,
            ended_reason=ended_reason,
        )
