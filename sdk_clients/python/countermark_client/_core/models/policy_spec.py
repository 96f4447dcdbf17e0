# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.policy_spec_kind import PolicySpecKind, check_policy_spec_kind
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.policy_gateway import PolicyGateway
    from ..models.policy_rule import PolicyRule


T = TypeVar("T", bound="PolicySpec")


@_attrs_define
class PolicySpec:
    """What a policy is; it never changes.

    Attributes:
        gateways (list[PolicyGateway]): to choose from; of kind `priority`, the best first.
        kind (PolicySpecKind | Unset): bandit learns from attempts, priority takes the first gateway that is well,
            shares divides by fixed parts. Default: 'bandit'.
        rules (list[PolicyRule] | Unset): what comes first.
        failure_cost_bps (int | Unset): what a failed try costs beyond fees, a lost sale included: hundredths of a
            percent of the amount. Default: 1000.
        explore_share (float | Unset): of payments that go to other gateways than the learned shares say, evenly among
            those that are well, so that all figures stay fresh and policies can be judged by what was logged. Default:
            0.005.
    """

    gateways: list[PolicyGateway]
    kind: PolicySpecKind | Unset = "bandit"
    rules: list[PolicyRule] | Unset = UNSET
    failure_cost_bps: int | Unset = 1000
    explore_share: float | Unset = 0.005

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.policy_gateway import PolicyGateway  # noqa: PLC0415
        from ..models.policy_rule import PolicyRule  # noqa: PLC0415

        d = dict(src_dict)
        gateways = []
        _gateways = d.pop("gateways")
        for gateways_item_data in _gateways:
            gateways_item = PolicyGateway.from_dict(gateways_item_data)

            gateways.append(gateways_item)

        _kind = d.pop("kind", UNSET)
        kind: PolicySpecKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = check_policy_spec_kind(_kind)

        _rules = d.pop("rules", UNSET)
        rules: list[PolicyRule] | Unset = UNSET
        if _rules is not UNSET:
            rules = []
            for rules_item_data in _rules:
                rules_item = PolicyRule.from_dict(rules_item_data)

                rules.append(rules_item)

        failure_cost_bps = d.pop("failure_cost_bps", UNSET)
        explore_share = d.pop("explore_share", UNSET)
        return cls(
            gateways=gateways,
            kind=kind,
            rules=rules,
            failure_cost_bps=failure_cost_bps,
            explore_share=explore_share,
        )
