"""Rulesets as files over gRPC: the same use cases as on REST."""

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import method
from api.rpc.rule_tests import UseCase
from api.rpc.stubs.countermark.rules.v1 import rule_files_pb2 as pb
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

SERVICE = pb.DESCRIPTOR.services_by_name["RuleFileService"]


class _Export(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase
    form: Form = "xlsx"
    version_id: VersionId | None = None
    node: NodeName | None = None


class _Read(ReadRuleFile, frozen=True, kw_only=True):
    use_case: UseCase


EXPORT = Codec(_Export, pb.ExportRulesetRequest)
READ = Codec(_Read, pb.ReadRuleFileRequest)
FILE = Codec(RuleFileView, pb.RuleFile)
DRAFT = Codec(RuleFileDraft, pb.RuleFileDraft)


@method(SERVICE, "ExportRuleset")
async def export_ruleset(
    request: pb.ExportRulesetRequest, caller: Principal, rule_files: RuleFiles
) -> pb.RuleFile:
    asked = EXPORT.struct(request)
    version = None if asked.version_id is None else parse("rsv", asked.version_id)
    return FILE.message(
        rule_file_view(await rule_files.export(caller, asked.use_case, version, asked.form, asked.node))
    )


@method(SERVICE, "ReadRuleFile", bulk=True)
async def read_rule_file(
    request: pb.ReadRuleFileRequest, caller: Principal, rule_files: RuleFiles
) -> pb.RuleFileDraft:
    sent = READ.struct(request)
    version = None if sent.version_id is None else parse("rsv", sent.version_id)
    read = await rule_files.read(caller, sent.use_case, sent.content, version, sent.node)
    return DRAFT.message(rule_file_draft(read))


METHODS = [export_ruleset, read_rule_file]
