# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.import_view_encoding_type_0 import ImportViewEncodingType0, check_import_view_encoding_type_0
from ..models.import_view_on_refused import ImportViewOnRefused, check_import_view_on_refused
from ..models.import_view_order_type_0 import ImportViewOrderType0, check_import_view_order_type_0
from ..models.import_view_phase import ImportViewPhase, check_import_view_phase
from ..models.import_view_separator_type_0 import ImportViewSeparatorType0, check_import_view_separator_type_0
from ..models.import_view_state import ImportViewState, check_import_view_state
from ..types import plain

if TYPE_CHECKING:
    from ..models.import_failure import ImportFailure


T = TypeVar("T", bound="ImportView")


@_attrs_define
class ImportView:
    """An import as it stands.

    were here. conflicts: those that are here with other content. duplicates: of the new, those that look like another
    payment.

    refused, skipped: lines that are no payment; the report says why. encoding to date_format: how the file was read.
    order: of
    its rows, as its balances tell. balance_breaks: of the balances_checked, those that do not follow from the one
    before.

        Attributes:
            id (str):
            state (ImportViewState):
            phase (ImportViewPhase):
            mapping_id (str):
            mapping_version (int):
            dry_run (bool):
            on_refused (ImportViewOnRefused):
            rows (int): payments in the file, once it was checked; done: of them, how many are behind it. recorded: new
                ones. existing: those that
            done (int):
            recorded (int):
            existing (int):
            conflicts (int):
            duplicates (int):
            categorized (int): those that came without a category and got a predicted one.
            refused (int):
            skipped (int):
            encoding (ImportViewEncodingType0 | None):
            separator (ImportViewSeparatorType0 | None):
            header_line (int | None):
            date_format (None | str):
            order (ImportViewOrderType0 | None):
            balances_checked (int | None):
            balance_breaks (int | None):
            first_day (None | str):
            last_day (None | str):
            bytes_total (int):
            input_sha256 (str):
            failure (ImportFailure | None):
            revision (int):
            created_at (str):
            created_by (str):
            ended_at (None | str):
    """

    id: str
    state: ImportViewState
    phase: ImportViewPhase
    mapping_id: str
    mapping_version: int
    dry_run: bool
    on_refused: ImportViewOnRefused
    rows: int
    done: int
    recorded: int
    existing: int
    conflicts: int
    duplicates: int
    categorized: int
    refused: int
    skipped: int
    encoding: ImportViewEncodingType0 | None
    separator: ImportViewSeparatorType0 | None
    header_line: int | None
    date_format: None | str
    order: ImportViewOrderType0 | None
    balances_checked: int | None
    balance_breaks: int | None
    first_day: None | str
    last_day: None | str
    bytes_total: int
    input_sha256: str
    failure: ImportFailure | None
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
        from ..models.import_failure import ImportFailure  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        state = check_import_view_state(d.pop("state"))

        phase = check_import_view_phase(d.pop("phase"))

        mapping_id = d.pop("mapping_id")
        mapping_version = d.pop("mapping_version")
        dry_run = d.pop("dry_run")
        on_refused = check_import_view_on_refused(d.pop("on_refused"))

        rows = d.pop("rows")
        done = d.pop("done")
        recorded = d.pop("recorded")
        existing = d.pop("existing")
        conflicts = d.pop("conflicts")
        duplicates = d.pop("duplicates")
        categorized = d.pop("categorized")
        refused = d.pop("refused")
        skipped = d.pop("skipped")

        def _parse_encoding(data: object) -> ImportViewEncodingType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                encoding_type_0 = check_import_view_encoding_type_0(data)

                return encoding_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ImportViewEncodingType0 | None, data)

        encoding = _parse_encoding(d.pop("encoding"))

        def _parse_separator(data: object) -> ImportViewSeparatorType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                separator_type_0 = check_import_view_separator_type_0(data)

                return separator_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ImportViewSeparatorType0 | None, data)

        separator = _parse_separator(d.pop("separator"))

        header_line = cast("int | None", d.pop("header_line"))
        date_format = cast("None | str", d.pop("date_format"))

        def _parse_order(data: object) -> ImportViewOrderType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                order_type_0 = check_import_view_order_type_0(data)

                return order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ImportViewOrderType0 | None, data)

        order = _parse_order(d.pop("order"))

        balances_checked = cast("int | None", d.pop("balances_checked"))
        balance_breaks = cast("int | None", d.pop("balance_breaks"))
        first_day = cast("None | str", d.pop("first_day"))
        last_day = cast("None | str", d.pop("last_day"))
        bytes_total = d.pop("bytes_total")
        input_sha256 = d.pop("input_sha256")

        def _parse_failure(data: object) -> ImportFailure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                failure_type_0 = ImportFailure.from_dict(data)

                return failure_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ImportFailure | None, data)

        failure = _parse_failure(d.pop("failure"))

        revision = d.pop("revision")
        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        ended_at = cast("None | str", d.pop("ended_at"))
        return cls(
            id=id,
            state=state,
            phase=phase,
            mapping_id=mapping_id,
            mapping_version=mapping_version,
            dry_run=dry_run,
            on_refused=on_refused,
            rows=rows,
            done=done,
            recorded=recorded,
            existing=existing,
            conflicts=conflicts,
            duplicates=duplicates,
            categorized=categorized,
            refused=refused,
            skipped=skipped,
            encoding=encoding,
            separator=separator,
            header_line=header_line,
            date_format=date_format,
            order=order,
            balances_checked=balances_checked,
            balance_breaks=balance_breaks,
            first_day=first_day,
            last_day=last_day,
            bytes_total=bytes_total,
            input_sha256=input_sha256,
            failure=failure,
            revision=revision,
            created_at=created_at,
            created_by=created_by,
            ended_at=ended_at,
        )
