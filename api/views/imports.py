"""Mappings and imports of statements as both faces show them."""

from datetime import datetime

import msgspec

from core.ids import public
from core.pages import Page
from payments.importing.balances import Order
from payments.importing.definition import Encoding, MappingDefinition, Separator
from payments.importing.entities import (
    ImportFailure,
    ImportMapping,
    ImportPhase,
    ImportState,
    OnRefused,
    PreviewRow,
    StatementImport,
)
from payments.importing.findings import Finding, Standing
from payments.importing.imports import ProposedMapping
from payments.importing.proposals import Doubt


class ImportMappingView(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping as it stands, or as one version of it stood.

    version: grows with each replacement. updated_at, updated_by: of this version.
    """

    id: str
    version: int
    definition: MappingDefinition
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


class ImportMappingPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of mappings, newest first."""

    data: list[ImportMappingView]
    has_more: bool
    next_after: str | None


class FindingView(msgspec.Struct, frozen=True, kw_only=True):
    """What is said about a line. field: of the mapping's columns; empty where the line as a whole is meant."""

    line: int
    standing: Standing
    field: str
    reason: str


class ImportMappingProposal(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping as the file suggests it.

    definition: give it a name and send it to createImportMapping. columns: of the file, in order. doubts: what the file does not say.
    rows: the first payments, as this mapping reads them. findings: lines that are no payment.
    """

    definition: MappingDefinition
    columns: list[str]
    doubts: list[Doubt]
    rows: list[PreviewRow]
    findings: list[FindingView]


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """An import as it stands.

    rows: payments in the file, once it was checked; done: of them, how many are behind it. recorded: new ones. existing: those that
    were here. conflicts: those that are here with other content. duplicates: of the new, those that look like another payment.
    categorized: those that came without a category and got a predicted one.
    refused, skipped: lines that are no payment; the report says why. encoding to date_format: how the file was read. order: of
    its rows, as its balances tell. balance_breaks: of the balances_checked, those that do not follow from the one before.
    """

    id: str
    state: ImportState
    phase: ImportPhase
    mapping_id: str
    mapping_version: int
    dry_run: bool
    on_refused: OnRefused
    rows: int
    done: int
    recorded: int
    existing: int
    conflicts: int
    duplicates: int
    categorized: int
    refused: int
    skipped: int
    encoding: Encoding | None
    separator: Separator | None
    header_line: int | None
    date_format: str | None
    order: Order | None
    balances_checked: int | None
    balance_breaks: int | None
    first_day: str | None
    last_day: str | None
    bytes_total: int
    input_sha256: str
    failure: ImportFailure | None
    revision: int
    created_at: datetime
    created_by: str
    ended_at: datetime | None


class ImportPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of imports, newest first."""

    data: list[ImportView]
    has_more: bool
    next_after: str | None


class ImportPreview(msgspec.Struct, frozen=True, kw_only=True):
    """The first rows of a dry run, as they would be recorded."""

    data: list[PreviewRow]


def mapping_view(mapping: ImportMapping) -> ImportMappingView:
    return ImportMappingView(
        id=public("map", mapping.id),
        version=mapping.version,
        definition=mapping.definition,
        created_at=mapping.created_at,
        created_by=mapping.created_by,
        updated_at=mapping.updated_at,
        updated_by=mapping.updated_by,
    )


def mapping_page(page: Page[ImportMapping]) -> ImportMappingPage:
    return ImportMappingPage(
        data=[mapping_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def proposal_view(proposed: ProposedMapping) -> ImportMappingProposal:
    proposal = proposed.proposal
    return ImportMappingProposal(
        definition=proposal.definition,
        columns=list(proposal.columns),
        doubts=list(proposal.doubts),
        rows=proposed.rows,
        findings=[_finding(each) for each in proposed.findings],
    )


def import_view(found: StatementImport) -> ImportView:
    counts, checked = found.counts, found.checked
    reading = None if checked is None else checked.reading
    first, last = (None, None) if checked is None else (checked.first_day, checked.last_day)
    return ImportView(
        id=public("imp", found.id),
        state=found.state,
        phase=found.phase,
        mapping_id=public("map", found.mapping_id),
        mapping_version=found.mapping_version,
        dry_run=found.dry_run,
        on_refused=found.on_refused,
        rows=counts.rows,
        done=counts.done,
        recorded=counts.recorded,
        existing=counts.existing,
        conflicts=counts.conflicts,
        duplicates=counts.duplicates,
        categorized=counts.categorized,
        refused=counts.refused,
        skipped=counts.skipped,
        encoding=None if reading is None else reading.encoding,
        separator=None if reading is None else reading.separator,
        header_line=None if reading is None else reading.header_line,
        date_format=None if reading is None else reading.date_format,
        order=None if checked is None else checked.order,
        balances_checked=None if checked is None else checked.balances_checked,
        balance_breaks=None if checked is None else checked.balance_breaks,
        first_day=None if first is None else first.isoformat(),
        last_day=None if last is None else last.isoformat(),
        bytes_total=found.bytes_total,
        input_sha256=found.input_sha256.hex(),
        failure=found.failure,
        revision=found.revision,
        created_at=found.created_at,
        created_by=found.created_by,
        ended_at=found.ended_at,
    )


def import_page(page: Page[StatementImport]) -> ImportPage:
    return ImportPage(
        data=[import_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def _finding(found: Finding) -> FindingView:
    return FindingView(line=found.line, standing=found.standing, field=found.field, reason=found.reason)
