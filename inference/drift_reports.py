"""Drift reports as their tenant reads them."""

from uuid import UUID

import msgspec

from core.database import Database
from core.errors import ErrorKind, PlatformError
from core.ids import public
from core.pages import Page, page_of
from inference import drift_store, feedback_versions
from inference.drift_store import ReportRow
from inference.drift_watch import DriftReport
from tenants.permissions import Permission
from tenants.principals import Principal

_decoder = msgspec.json.Decoder(DriftReport)


class DriftReportNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "drift_report_not_found"
    fix = "List the reports of this environment to see which there are."


class KeptReport(msgspec.Struct, frozen=True):
    id: UUID
    report: DriftReport


class DriftReports:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, caller: Principal, report_id: UUID) -> KeptReport:
        """Raises: PermissionDenied, DriftReportNotFound."""
        caller.require(Permission.MODELS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await drift_store.get_report(tx, caller.environment_id, report_id)
        if row is None:
            raise DriftReportNotFound("No such report in this environment.")
        return _kept(row)

    async def list(
        self,
        caller: Principal,
        *,
        use_case: str | None,
        version_id: UUID | None,
        after: UUID | None,
        limit: int,
    ) -> Page[KeptReport]:
        """Newest first. Raises: PermissionDenied, VersionNotFound."""
        caller.require(Permission.MODELS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            if version_id is not None:
                await feedback_versions.get(tx, caller.environment_id, version_id)
            rows = await drift_store.list_reports(
                tx, caller.environment_id, use_case, version_id, after, limit + 1
            )
        return page_of([_kept(row) for row in rows], limit, lambda kept: public("drf", kept.id))


def _kept(row: ReportRow) -> KeptReport:
    return KeptReport(row.id, _decoder.decode(row.body))
