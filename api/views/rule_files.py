"""Rulesets as files, as both faces take and give them."""

from typing import Annotated

import msgspec
from msgspec import Meta

from api.views.rulesets import GraphDocument, RuleTestCaseResult, case_result_view
from core.ids import public
from rules.spreadsheets.exchange import FILE_BYTES_MAX, ReadFile, RuleFile

NodeName = Annotated[str, Meta(min_length=1, max_length=200)]
VersionId = Annotated[str, Meta(max_length=64)]


class RuleFileView(msgspec.Struct, frozen=True, kw_only=True):
    """A file. name: to keep it under. content: its bytes, in Base64."""

    name: str
    media_type: str
    content: bytes


class ReadRuleFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file to read: CSV, XLSX or JSON; which of them is seen from its bytes.

    content: its bytes, in Base64. version_id: the version that a CSV table belongs to; the newest when absent.
    node: its id or name, where the version has several tables.
    """

    content: Annotated[bytes, Meta(min_length=1, max_length=FILE_BYTES_MAX)]
    version_id: VersionId | None = None
    node: NodeName | None = None


class RuleFileDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says, checked and priced; push it to keep it.

    base_id, base_number: the version that it was compared with; null and 0 for the default. changed: whether it differs.
    failed: how many test cases fail.
    """

    graph: GraphDocument
    fallback: str
    digest: str
    base_id: str | None
    base_number: int
    changed: bool
    outcomes: list[str]
    cost_us: int
    failed: int
    test_cases: list[RuleTestCaseResult]


def rule_file_view(file: RuleFile) -> RuleFileView:
    return RuleFileView(name=file.name, media_type=file.media_type, content=file.content)


def rule_file_draft(read: ReadFile) -> RuleFileDraft:
    results = [case_result_view(result) for result in read.trial.test_cases]
    return RuleFileDraft(
        graph=dict(read.draft.graph),
        fallback=read.draft.fallback,
        digest=read.digest.hex(),
        base_id=None if read.base.id is None else public("rsv", read.base.id),
        base_number=read.base.number,
        changed=read.changed,
        outcomes=list(read.trial.outcomes),
        cost_us=read.trial.cost_us,
        failed=sum(not result.passed for result in results),
        test_cases=results,
    )
