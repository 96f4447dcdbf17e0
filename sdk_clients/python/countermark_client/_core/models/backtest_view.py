# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.backtest_view_state import BacktestViewState, check_backtest_view_state
from ..types import plain

if TYPE_CHECKING:
    from ..models.failure import Failure
    from ..models.progress import Progress


T = TypeVar("T", bound="BacktestView")


@_attrs_define
class BacktestView:
    """A backtest without its report.

    decides now, where it is compared too. progress: how far it is. failure: why it failed.

        Attributes:
            id (str):
            use_case (str):
            state (BacktestViewState):
            version_id (None | str): what is tried; null for a draft that was sent along. digest: of the same, in
                hexadecimal. current_digest: of what
            digest (str):
            current_digest (None | str):
            since (str):
            until (str):
            passes (list[str]):
            seed (int):
            progress (Progress):
            failure (Failure | None):
            created_at (str):
            created_by (str):
            ended_at (None | str):
    """

    id: str
    use_case: str
    state: BacktestViewState
    version_id: None | str
    digest: str
    current_digest: None | str
    since: str
    until: str
    passes: list[str]
    seed: int
    progress: Progress
    failure: Failure | None
    created_at: str
    created_by: str
    ended_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.failure import Failure  # noqa: PLC0415
        from ..models.progress import Progress  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        state = check_backtest_view_state(d.pop("state"))

        version_id = cast("None | str", d.pop("version_id"))
        digest = d.pop("digest")
        current_digest = cast("None | str", d.pop("current_digest"))
        since = d.pop("since")
        until = d.pop("until")
        passes = cast(list[str], d.pop("passes"))

        seed = d.pop("seed")
        progress = Progress.from_dict(d.pop("progress"))

        def _parse_failure(data: object) -> Failure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                failure_type_0 = Failure.from_dict(data)

                return failure_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Failure | None, data)

        failure = _parse_failure(d.pop("failure"))

        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        ended_at = cast("None | str", d.pop("ended_at"))
        return cls(
            id=id,
            use_case=use_case,
            state=state,
            version_id=version_id,
            digest=digest,
            current_digest=current_digest,
            since=since,
            until=until,
            passes=passes,
            seed=seed,
            progress=progress,
            failure=failure,
            created_at=created_at,
            created_by=created_by,
            ended_at=ended_at,
        )
