"""Lists and suppressions as both faces show them."""

import datetime as dt
from typing import Annotated

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from rules.list_entities import (
    AT_ONCE_MAX,
    ENTRY_PREFIX,
    PREFIX,
    Kind,
    Line,
    ListChange,
    ListComparison,
    ListEntry,
    Name,
    NewEntry,
    NewList,
    RuleList,
    SilencedKind,
    Value,
)
from rules.suppression_entities import PREFIX as SUPPRESSION_PREFIX
from rules.suppression_entities import Cause, NewSuppression, RuleId, Suppression, UseCaseName

Instant = Annotated[dt.datetime, Meta(tz=True)]
Id = Annotated[str, Meta(max_length=64)]


class CreateList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list. name: what rules call it, `lists.<name>.<attribute>`. kind: of what it holds the ids. description: what it is for."""

    name: Name
    kind: Kind
    description: Line


class EntryBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Your own id of somebody or something. expires_at: until when; left out, until it is removed. reason: that of the whole change,
    where it is left out."""

    value: Value
    expires_at: Instant | None = None
    reason: Line | None = None


class AddListEntries(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Up to 1,000 at once: all of them or none. reason: why, for those who read the history."""

    entries: Annotated[list[EntryBody], Meta(min_length=1, max_length=AT_ONCE_MAX)]
    reason: Line


class RemoveListEntries(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Up to 1,000 of your own ids."""

    values: Annotated[list[Value], Meta(min_length=1, max_length=AT_ONCE_MAX)]


class FindListEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Your own id, which no answer repeats."""

    value: Value


class RuleListView(msgspec.Struct, frozen=True, kw_only=True):
    """A list. fact: what rules call it. entry_count: with those that expired a short while ago. changes: counts what was added and
    removed."""

    id: str
    name: str
    kind: str
    description: str
    fact: str
    entry_count: int
    changes: int
    created_at: dt.datetime
    created_by: str
    changed_at: dt.datetime


class RuleListPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of lists, newest first."""

    data: list[RuleListView]
    has_more: bool
    next_after: str | None


class ListEntryView(msgspec.Struct, frozen=True, kw_only=True):
    """An entry. fingerprint: of the value, which is not kept; the same value has the same one in this environment."""

    id: str
    fingerprint: str
    expires_at: dt.datetime | None
    reason: str
    added_at: dt.datetime
    added_by: str


class ListEntryPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of entries, newest first."""

    data: list[ListEntryView]
    has_more: bool
    next_after: str | None


class ListChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """What a change did. unchanged: were on the list, or off it, just so already."""

    list_id: str
    added: int
    updated: int
    removed: int
    unchanged: int
    entry_count: int


class CreateSuppression(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom nobody is to be troubled about, and until when.

    value: your own id, or the name of a gateway. use_case, cause, rule: what it is narrowed to: one use case; decisions whose first reason has
    this code, and events with this `code` or this name behind the dot (`stuck`); one rule
    (the id of a node, or of an alert rule). until: within 366 days. reason: why, for those who read the history.
    """

    kind: SilencedKind
    value: Value
    until: Instant
    reason: Line
    use_case: UseCaseName | None = None
    cause: Cause | None = None
    rule: RuleId | None = None


class SuppressionView(msgspec.Struct, frozen=True, kw_only=True):
    """A suppression. fingerprint: of the value, which is not kept."""

    id: str
    kind: str
    fingerprint: str
    use_case: str | None
    cause: str | None
    rule: str | None
    until: dt.datetime
    reason: str
    created_at: dt.datetime
    created_by: str
    ended_at: dt.datetime | None
    ended_by: str | None


class SuppressionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of suppressions, newest first."""

    data: list[SuppressionView]
    has_more: bool
    next_after: str | None


def new_list(sent: CreateList) -> NewList:
    return NewList(name=sent.name, kind=sent.kind, description=sent.description)


def new_entries(sent: AddListEntries) -> list[NewEntry]:
    return [
        NewEntry(value=each.value, expires_at=each.expires_at, reason=each.reason) for each in sent.entries
    ]


def new_suppression(sent: CreateSuppression) -> NewSuppression:
    return NewSuppression(
        kind=sent.kind, value=sent.value, until=sent.until, reason=sent.reason, use_case=sent.use_case,
        cause=sent.cause, rule=sent.rule,
    )  # fmt: skip


def rule_list(found: RuleList) -> RuleListView:
    return RuleListView(
        id=public(PREFIX, found.id), name=found.name, kind=found.kind, description=found.description, fact=found.fact,
        entry_count=found.entry_count, changes=found.changes, created_at=found.created_at, created_by=found.created_by,
        changed_at=found.changed_at,
    )  # fmt: skip


def rule_list_page(page: Page[RuleList]) -> RuleListPage:
    return RuleListPage(
        data=[rule_list(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def list_entry(found: ListEntry) -> ListEntryView:
    return ListEntryView(
        id=public(ENTRY_PREFIX, found.id), fingerprint=_fingerprint(found.digest), expires_at=found.expires_at,
        reason=found.reason, added_at=found.added_at, added_by=found.added_by,
    )  # fmt: skip


class ListComparisonView(msgspec.Struct, frozen=True, kw_only=True):
    """A list beside a file of values. missing: values of the file that are not on it. others: entries of none of its values."""

    on_list: int
    missing: list[str]
    other_count: int
    others: list[ListEntryView]


def list_comparison(found: ListComparison) -> ListComparisonView:
    return ListComparisonView(
        on_list=found.on_list,
        missing=found.missing,
        other_count=found.other_count,
        others=[list_entry(each) for each in found.others],
    )


def list_entry_page(page: Page[ListEntry]) -> ListEntryPage:
    return ListEntryPage(
        data=[list_entry(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def list_change(found: ListChange) -> ListChangeView:
    return ListChangeView(
        list_id=public(PREFIX, found.list_id), added=found.added, updated=found.updated, removed=found.removed,
        unchanged=found.unchanged, entry_count=found.entry_count,
    )  # fmt: skip


def suppression(found: Suppression) -> SuppressionView:
    return SuppressionView(
        id=public(SUPPRESSION_PREFIX, found.id), kind=found.kind, fingerprint=_fingerprint(found.digest),
        use_case=found.use_case, cause=found.cause, rule=found.rule, until=found.until, reason=found.reason,
        created_at=found.created_at, created_by=found.created_by, ended_at=found.ended_at, ended_by=found.ended_by,
    )  # fmt: skip


def suppression_page(page: Page[Suppression]) -> SuppressionPage:
    return SuppressionPage(
        data=[suppression(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def _fingerprint(digest: bytes) -> str:
    return digest[:8].hex()
