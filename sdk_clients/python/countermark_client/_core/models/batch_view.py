# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.batch_view_engine import BatchViewEngine, check_batch_view_engine
from ..models.batch_view_format import BatchViewFormat, check_batch_view_format
from ..models.batch_view_phase import BatchViewPhase, check_batch_view_phase
from ..models.batch_view_state import BatchViewState, check_batch_view_state
from ..models.batch_view_work import BatchViewWork, check_batch_view_work
from ..types import plain

if TYPE_CHECKING:
    from ..models.batch_failure import BatchFailure


T = TypeVar("T", bound="BatchView")


@_attrs_define
class BatchView:
    """A batch as it stands.

    ruleset's is null for the default. model_digest, rules_digest: of the same, in hexadecimal, as in the ledger entry.

        Attributes:
            id (str):
            use_case (str):
            state (BatchViewState): `queued`, `running`, and then `completed`, `failed` or `cancelled`. phase: what it is
                at.
            phase (BatchViewPhase):
            work (BatchViewWork):
            format_ (BatchViewFormat):
            engine (BatchViewEngine):
            rows (int): scored so far. refused: rows with a reason instead of a result. bytes_done: of the file's
                `bytes_total`.
            refused (int):
            bytes_done (int):
            bytes_total (int):
            failure (BatchFailure | None): why it failed. version_id, ruleset_version_id: what decides every row, as they
                were when the file came; the
            version_id (str):
            model_digest (str):
            ruleset_version_id (None | str):
            rules_digest (str):
            input_sha256 (str): of the file as it was received, in hexadecimal. root: of the tree of all result rows, once
                completed.
            root (None | str):
            entry_id (None | str): the ledger entry that commits to it. revision: grows whenever something changed.
            revision (int):
            created_at (str):
            created_by (str):
            ended_at (None | str):
    """

    id: str
    use_case: str
    state: BatchViewState
    phase: BatchViewPhase
    work: BatchViewWork
    format_: BatchViewFormat
    engine: BatchViewEngine
    rows: int
    refused: int
    bytes_done: int
    bytes_total: int
    failure: BatchFailure | None
    version_id: str
    model_digest: str
    ruleset_version_id: None | str
    rules_digest: str
    input_sha256: str
    root: None | str
    entry_id: None | str
    revision: int
    created_at: str
    created_by: str
    ended_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.batch_failure import BatchFailure  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        state = check_batch_view_state(d.pop("state"))

        phase = check_batch_view_phase(d.pop("phase"))

        work = check_batch_view_work(d.pop("work"))

        format_ = check_batch_view_format(d.pop("format"))

        engine = check_batch_view_engine(d.pop("engine"))

        rows = d.pop("rows")
        refused = d.pop("refused")
        bytes_done = d.pop("bytes_done")
        bytes_total = d.pop("bytes_total")

        def _parse_failure(data: object) -> BatchFailure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                failure_type_0 = BatchFailure.from_dict(data)

                return failure_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BatchFailure | None, data)

        failure = _parse_failure(d.pop("failure"))

        version_id = d.pop("version_id")
        model_digest = d.pop("model_digest")
        ruleset_version_id = cast("None | str", d.pop("ruleset_version_id"))
        rules_digest = d.pop("rules_digest")
        input_sha256 = d.pop("input_sha256")
        root = cast("None | str", d.pop("root"))
        entry_id = cast("None | str", d.pop("entry_id"))
        revision = d.pop("revision")
        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        ended_at = cast("None | str", d.pop("ended_at"))
        return cls(
            id=id,
            use_case=use_case,
            state=state,
            phase=phase,
            work=work,
            format_=format_,
            engine=engine,
            rows=rows,
            refused=refused,
            bytes_done=bytes_done,
            bytes_total=bytes_total,
            failure=failure,
            version_id=version_id,
            model_digest=model_digest,
            ruleset_version_id=ruleset_version_id,
            rules_digest=rules_digest,
            input_sha256=input_sha256,
            root=root,
            entry_id=entry_id,
            revision=revision,
            created_at=created_at,
            created_by=created_by,
            ended_at=ended_at,
        )


_RENAMED = {
    "format_": "format",
}
BatchView._renamed = _RENAMED  # type: ignore[attr-defined]
