# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.figure import Figure


T = TypeVar("T", bound="ClassMetricsView")


@_attrs_define
class ClassMetricsView:
    """One version in one role by truths with a `label`.

    Attributes:
        version_id (str):
        role (str):
        decided (int):
        measured (int): decisions whose true class is known. coverage: their share. classes: how many came true or were
            said.
        coverage (Figure | None):
        classes (int):
        accuracy (Figure): A figure and its 95 % interval.
        macro_f1 (Figure): A figure and its 95 % interval.
    """

    version_id: str
    role: str
    decided: int
    measured: int
    coverage: Figure | None
    classes: int
    accuracy: Figure
    macro_f1: Figure

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.figure import Figure  # noqa: PLC0415

        d = dict(src_dict)
        version_id = d.pop("version_id")
        role = d.pop("role")
        decided = d.pop("decided")
        measured = d.pop("measured")

        def _parse_coverage(data: object) -> Figure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                coverage_type_0 = Figure.from_dict(data)

                return coverage_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Figure | None, data)

        coverage = _parse_coverage(d.pop("coverage"))

        classes = d.pop("classes")
        accuracy = Figure.from_dict(d.pop("accuracy"))

        macro_f1 = Figure.from_dict(d.pop("macro_f1"))

        return cls(
            version_id=version_id,
            role=role,
            decided=decided,
            measured=measured,
            coverage=coverage,
            classes=classes,
            accuracy=accuracy,
            macro_f1=macro_f1,
        )
