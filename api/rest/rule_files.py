"""Rulesets as files: decision tables for a spreadsheet program, both ways."""

import base64

from api.rest.operations import get, post
from api.rest.rule_tests import UseCase
from api.views.rule_files import (
    NodeName,
    ReadRuleFile,
    RuleFileDraft,
    RuleFileView,
    VersionId,
    rule_file_draft,
    rule_file_view,
)
from core.ids import parse
from rules.spreadsheets.exchange import Form, RuleFiles
from tenants.principals import Principal

TABLE = (
    "row,if probability,then outcome\r\ntitle,Probability,Outcome\r\n"
    "1,>= 0.9,'decline'\r\n2,>= 0.5,'review'\r\n3,,'approve'\r\n"
)


@get(
    "/rulesets/{use_case:str}/export",
    operation_id="exportRuleset",
    summary="Export a ruleset",
    tag="rulesets",
)
async def export_ruleset(
    caller: Principal,
    use_case: UseCase,
    rule_files: RuleFiles,
    form: Form = "xlsx",
    version_id: VersionId | None = None,
    node: NodeName | None = None,
) -> RuleFileView:
    """Writes a version as a file: the newest when none is named. CSV holds one table, XLSX and JSON hold all."""
    version = None if version_id is None else parse("rsv", version_id)
    return rule_file_view(await rule_files.export(caller, use_case, version, form, node))


@post(
    "/rulesets/{use_case:str}/read",
    operation_id="readRuleFile",
    summary="Read a ruleset from a file",
    tag="rulesets",
    bulk=True,
    example={"content": base64.b64encode(TABLE.encode()).decode()},
)
async def read_rule_file(
    caller: Principal, use_case: UseCase, data: ReadRuleFile, rule_files: RuleFiles
) -> RuleFileDraft:
    """Turns a file into a draft, checks it and runs the test cases. Nothing is kept; what is refused names sheet and cell."""
    version = None if data.version_id is None else parse("rsv", data.version_id)
    return rule_file_draft(await rule_files.read(caller, use_case, data.content, version, data.node))


HANDLERS = [export_ruleset, read_rule_file]
