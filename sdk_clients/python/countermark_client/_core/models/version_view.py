# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.version_view_runtime import VersionViewRuntime, check_version_view_runtime
from ..models.version_view_stage import VersionViewStage, check_version_view_stage
from ..models.version_view_task import VersionViewTask, check_version_view_task
from ..types import plain

if TYPE_CHECKING:
    from ..models.column_view import ColumnView
    from ..models.lineage_view import LineageView


T = TypeVar("T", bound="VersionView")


@_attrs_define
class VersionView:
    """One immutable version of a model.

    Attributes:
        id (str):
        use_case (str):
        name (str):
        digest (str): SHA-256 over its artefact, in hexadecimal; the same stands in decisions and ledger entries.
        starter (bool): whether it ships with the service. runtime: where it scores, `onnx` in the service or `kserve`
            on a model server.
        stage (VersionViewStage): the highest role that it serves in now; retired when it served before.
        lineage (LineageView): Where a version comes from. parent_id: the version that it was made to take the place of,
            where that was told.
        runtime (VersionViewRuntime):
        task (VersionViewTask): what it tells: a `probability` alone, a `number` or `classes` too, or an `anomaly`,
            whose probability no label stands behind.
        features (list[str]): what it scores, in order; of a version that tells classes of your own columns they are the
            classes.
        columns (list[ColumnView]): what `inputs` of a question holds; empty where it scores facts.
        created_at (None | str):
        created_by (str):
    """

    id: str
    use_case: str
    name: str
    digest: str
    starter: bool
    stage: VersionViewStage
    lineage: LineageView
    runtime: VersionViewRuntime
    task: VersionViewTask
    features: list[str]
    columns: list[ColumnView]
    created_at: None | str
    created_by: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.column_view import ColumnView  # noqa: PLC0415
        from ..models.lineage_view import LineageView  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        name = d.pop("name")
        digest = d.pop("digest")
        starter = d.pop("starter")
        stage = check_version_view_stage(d.pop("stage"))

        lineage = LineageView.from_dict(d.pop("lineage"))

        runtime = check_version_view_runtime(d.pop("runtime"))

        task = check_version_view_task(d.pop("task"))

        features = cast(list[str], d.pop("features"))

        columns = []
        _columns = d.pop("columns")
        for columns_item_data in _columns:
            columns_item = ColumnView.from_dict(columns_item_data)

            columns.append(columns_item)

        created_at = cast("None | str", d.pop("created_at"))
        created_by = d.pop("created_by")
        return cls(
            id=id,
            use_case=use_case,
            name=name,
            digest=digest,
            starter=starter,
            stage=stage,
            lineage=lineage,
            runtime=runtime,
            task=task,
            features=features,
            columns=columns,
            created_at=created_at,
            created_by=created_by,
        )
