# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.routing_policy_view_status import RoutingPolicyViewStatus, check_routing_policy_view_status
from ..types import plain

if TYPE_CHECKING:
    from ..models.policy_spec import PolicySpec


T = TypeVar("T", bound="RoutingPolicyView")


@_attrs_define
class RoutingPolicyView:
    """A routing policy and its life.

    Attributes:
        id (str): our id.
        name (str): what it is called.
        spec (PolicySpec): What a policy is; it never changes.
        digest (str): SHA-256 of the spec, which entries of choices name.
        status (RoutingPolicyViewStatus): draft, champion, challenger, or retired.
        share_percent (int): of the payments.
        fault_rise_max (float): guardrail of a challenger.
        against (None | str): the champion that it stands beside or followed.
        created_at (str): when it was made.
        created_by (str): by whom.
        started_at (None | str): since when it serves, or served last.
        ended_at (None | str): null while it serves.
        ended_by (None | str): who ended it.
        ended_reason (None | str): `guardrail` is the service's own doing.
    """

    id: str
    name: str
    spec: PolicySpec
    digest: str
    status: RoutingPolicyViewStatus
    share_percent: int
    fault_rise_max: float
    against: None | str
    created_at: str
    created_by: str
    started_at: None | str
    ended_at: None | str
    ended_by: None | str
    ended_reason: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.policy_spec import PolicySpec  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        name = d.pop("name")
        spec = PolicySpec.from_dict(d.pop("spec"))

        digest = d.pop("digest")
        status = check_routing_policy_view_status(d.pop("status"))

        share_percent = d.pop("share_percent")
        fault_rise_max = d.pop("fault_rise_max")
        against = cast("None | str", d.pop("against"))
        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        started_at = cast("None | str", d.pop("started_at"))
        ended_at = cast("None | str", d.pop("ended_at"))
        ended_by = cast("None | str", d.pop("ended_by"))
        ended_reason = cast("None | str", d.pop("ended_reason"))
        return cls(
            id=id,
            name=name,
            spec=spec,
            digest=digest,
            status=status,
            share_percent=share_percent,
            fault_rise_max=fault_rise_max,
            against=against,
            created_at=created_at,
            created_by=created_by,
            started_at=started_at,
            ended_at=ended_at,
            ended_by=ended_by,
            ended_reason=ended_reason,
        )
