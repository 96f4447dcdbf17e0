# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.open_case_priority import OpenCasePriority, check_open_case_priority
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="OpenCase")


@_attrs_define
class OpenCase:
    """OpenCase.

    Attributes:
        queue (str):
        title (str): kept encrypted. subject: the public id that it is about. skill: only for who has it.
        subject (None | str | Unset):
        priority (OpenCasePriority | Unset):  Default: 'normal'.
        skill (None | str | Unset):
        evidence (list[str] | Unset): public ids of decisions, payouts, payments, alerts and entries that speak for or
            against.
    """

    queue: str
    title: str
    subject: None | str | Unset = UNSET
    priority: OpenCasePriority | Unset = "normal"
    skill: None | str | Unset = UNSET
    evidence: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        queue = d.pop("queue")
        title = d.pop("title")
        subject = cast("None | str | Unset", d.pop("subject", UNSET))
        _priority = d.pop("priority", UNSET)
        priority: OpenCasePriority | Unset
        if isinstance(_priority, Unset):
            priority = UNSET
        else:
            priority = check_open_case_priority(_priority)

        skill = cast("None | str | Unset", d.pop("skill", UNSET))
        evidence = cast(list[str], d.pop("evidence", UNSET))

        return cls(
            queue=queue,
            title=title,
            subject=subject,
            priority=priority,
            skill=skill,
            evidence=evidence,
        )
