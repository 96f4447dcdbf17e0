"""What an export of an environment takes along, kind by kind: each is told as the API answers it."""

import contextlib
import datetime as dt
import functools
from collections.abc import AsyncIterator, Mapping

import msgspec

from api.views.cases import CaseStepView, case_step_page, case_view
from api.views.commission_agreements import agreement_view
from api.views.commission_statements import statement_view
from api.views.credentials import api_key_view, oauth_client_view
from api.views.decisions import (
    DecisionLine,
    DecisionView,
    DisclosureView,
    decision_view,
    disclosure_view,
    line_of,
)
from api.views.deployments import deployment_view
from api.views.feedback import feedback_view
from api.views.feeds import feed_view
from api.views.gateway_attempts import attempt_view
from api.views.members import member_view
from api.views.model_versions import version_view
from api.views.payments import transaction_view
from api.views.payouts import payout_view
from api.views.rulesets import ruleset_version_view
from api.views.vendor_payments import vendor_payment_view
from api.views.workflows import version_view as workflow_version_view
from app.wiring.cases import case_work
from app.wiring.closings import closings
from app.wiring.erasure import ErasureServices, erasure_services
from app.wiring.every import every
from app.wiring.feeds import feeds
from app.wiring.foundation import Foundation, receipt_signer
from app.wiring.ledger import ledger
from app.wiring.payouts import payout_services
from app.wiring.subject_exports import subject_exports
from core.clock import to_micros
from core.ids import public
from core.pages import LIMIT_MAX, Page
from inference import catalogue
from inference.decisions import DecisionErased
from inference.entities import DecisionSummary
from inference.feedback import Feedbacks
from inference.named_artefacts import NamedArtefacts
from inference.rule_facts import RuleFacts
from inference.services import InferenceServices
from ledger.log import Ledger
from ledger.receipts import ReceiptSigner
from payments.attempts.attempts import AttemptFilter, GatewayAttempts
from payments.facts import LoginEvent
from payments.logins import Logins
from payments.transactions import Payments, TransactionFilter
from resolution.case_entities import Case
from resolution.feeds.entities import FEED
from resolution.leaving.environment_exports import EnvironmentExports, Lines
from resolution.leaving.subject_exports import SubjectExports
from resolution.vendor_payments.entities import PREFIX as VENDOR_PAYMENT
from resolution.workflows.entities import VERSION, WORKFLOW
from resolution.workflows.workflows import Workflows
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.entities import RulesetVersion
from rules.rulesets import Rulesets
from tenants.closings import Closings
from tenants.principals import Principal


class LoginLine(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in as it was sent."""

    id: str
    login: LoginEvent
    recorded_at: dt.datetime


class DecisionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A decision. content: its inputs and all that was answered, as JSON; disclosure: the same bytes, and what opens the ledger's
    commitment to them. Both null once its customer was erased or its payload is past its retention; then only a line is left of `decision`.
    """

    decision: DecisionView | DecisionLine
    content: msgspec.Raw | None
    disclosure: DisclosureView | None


class CaseStepLine(msgspec.Struct, frozen=True, kw_only=True):
    case_id: str
    step: CaseStepView


class LeavingServices(ErasureServices):
    """Fields of `Services`: of erasures, and of who leaves."""

    environment_exports: EnvironmentExports
    subject_exports: SubjectExports
    closings: Closings


def leaving_services(
    base: Foundation, inference: InferenceServices, log: Ledger, signer: ReceiptSigner
) -> LeavingServices:
    return LeavingServices(
        **erasure_services(base),
        environment_exports=exports_of(base, inference, log, signer),
        closings=closings(base),
        subject_exports=subject_exports(base),
    )


async def environment_exports(base: Foundation, inference: InferenceServices) -> EnvironmentExports:
    return exports_of(base, inference, await ledger(base), await receipt_signer(base))


def exports_of(
    base: Foundation, inference: InferenceServices, log: Ledger, signer: ReceiptSigner
) -> EnvironmentExports:
    lines = {
        **_payment_lines(base),
        **_payout_lines(base),
        **_decision_lines(base, inference),
        **_inference_lines(base, inference),
        **_people_lines(base),
        **_work_lines(base),
    }
    files = (_Rulesets(base, inference).files, _Models(inference).files)
    return EnvironmentExports(
        base.database, base.clock, log, closings(base), signer, lines=lines, files=files
    )


def _payment_lines(base: Foundation) -> Mapping[str, Lines]:
    kept = (base.database, base.tenants.vaults, base.clock)
    transactions, logins, attempts = Payments(*kept), Logins(*kept), GatewayAttempts(*kept)

    async def told_transactions(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every(
            "txn", lambda after: transactions.list(caller, TransactionFilter(), after=after, limit=LIMIT_MAX)
        ):
            yield _line(transaction_view(each))

    async def told_logins(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every("lgn", lambda after: logins.list_page(caller, after, LIMIT_MAX)):
            yield _line(LoginLine(id=public("lgn", each.id), login=each.login, recorded_at=each.recorded_at))

    async def told_attempts(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every(
            "gat", lambda after: attempts.list(caller, AttemptFilter(), after=after, limit=LIMIT_MAX)
        ):
            yield _line(attempt_view(each))

    return {"transactions": told_transactions, "logins": told_logins, "gateway-attempts": told_attempts}


def _payout_lines(base: Foundation) -> Mapping[str, Lines]:
    about = payout_services(base)
    payouts, agreements = about["payouts"], about["commission_agreements"]
    statements, vendors = about["commission_statements"], about["vendor_payments"]

    async def told_payouts(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every(
            "pyt",
            lambda after: payouts.list(
                caller, own_id=None, payee_id=None, stage=None, after=after, limit=LIMIT_MAX
            ),
        ):
            yield _line(payout_view(await payouts.get(caller, each.id)))

    async def told_agreements(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every(
            "agr", lambda after: agreements.list(caller, partner_id=None, after=after, limit=LIMIT_MAX)
        ):
            yield _line(agreement_view(each))

    async def told_statements(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every(
            "cos",
            lambda after: statements.list(
                caller, partner_id=None, period=(None, None), status=None, after=after, limit=LIMIT_MAX
            ),
        ):
            yield _line(statement_view(await statements.get(caller, each.id)))

    async def told_vendor_payments(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every(VENDOR_PAYMENT, lambda after: vendors.list(caller, after, LIMIT_MAX)):
            yield _line(vendor_payment_view(each))

    return {
        "payouts": told_payouts,
        "commission-agreements": told_agreements,
        "commission-statements": told_statements,
        "vendor-payments": told_vendor_payments,
    }


def _decision_lines(base: Foundation, inference: InferenceServices) -> Mapping[str, Lines]:
    decisions = inference.decisions

    def every_decision(caller: Principal) -> AsyncIterator[DecisionSummary]:
        return every(
            "dec",
            lambda after: decisions.list(
                caller, use_case=None, outcome=None, customer_id=None, after=after, limit=LIMIT_MAX
            ),
        )

    async def told_decisions(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every_decision(caller):
            try:
                disclosure = await decisions.disclose(caller, each.id)
                view = decision_view(await decisions.get(caller, each.id))
            except DecisionErased:
                yield _line(DecisionRecord(decision=line_of(each), content=None, disclosure=None))
                continue
            content = msgspec.Raw(disclosure.payload)
            yield _line(
                DecisionRecord(decision=view, content=content, disclosure=disclosure_view(disclosure))
            )

    async def told_receipts(caller: Principal) -> AsyncIterator[bytes]:
        """Those whose promise was due: the log, which is written after them, has to hold their entries."""
        due_us = to_micros(base.true_clock.now())
        async for each in every_decision(caller):
            with contextlib.suppress(DecisionErased):
                receipt = (await decisions.get(caller, each.id)).receipt
                if receipt.due_at_us <= due_us:
                    yield _line(receipt)

    return {"decisions": told_decisions, "receipts": told_receipts}


def _inference_lines(base: Foundation, inference: InferenceServices) -> Mapping[str, Lines]:
    feedback = Feedbacks(base.database, base.tenants.vaults, base.clock)
    rulesets = _Rulesets(base, inference)

    async def told_feedback(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every(
            "fbk",
            lambda after: feedback.list(
                caller, use_case=None, decision_id=None, after=after, limit=LIMIT_MAX
            ),
        ):
            yield _line(feedback_view(each))

    async def told_versions(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every("ver", lambda after: inference.registry.list(caller, None, after, LIMIT_MAX)):
            yield _line(version_view(each))

    async def told_deployments(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every(
            "dep", lambda after: inference.deployments.list(caller, None, after, LIMIT_MAX)
        ):
            yield _line(deployment_view(each))

    return {
        "feedback": told_feedback,
        "model-versions": told_versions,
        "deployments": told_deployments,
        "ruleset-versions": rulesets.lines,
    }


def _people_lines(base: Foundation) -> Mapping[str, Lines]:
    members, keys, clients = base.tenants.members, base.tenants.api_keys, base.tenants.oauth_clients

    async def told_members(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every("mbr", lambda after: members.list_page(caller, after, LIMIT_MAX)):
            yield _lasting(member_view(each))

    async def told_keys(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every("key", lambda after: keys.list_page(caller, after, LIMIT_MAX)):
            yield _lasting(api_key_view(each))

    async def told_clients(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every("cli", lambda after: clients.list_page(caller, after, LIMIT_MAX)):
            yield _lasting(oauth_client_view(each))

    return {"members": told_members, "api-keys": told_keys, "oauth-clients": told_clients}


def _work_lines(base: Foundation) -> Mapping[str, Lines]:
    cases, workflows = case_work(base).cases, Workflows(base.database, base.clock, frozenset())

    def every_case(caller: Principal) -> AsyncIterator[Case]:
        return every(
            "cas",
            lambda after: cases.list(
                caller, queue=None, state=None, assignee=None, subject=None, after=after, limit=LIMIT_MAX
            ),
        )

    async def told_cases(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every_case(caller):
            yield _line(case_view(each))

    async def told_steps(caller: Principal) -> AsyncIterator[bytes]:
        async for case in every_case(caller):
            async for step in every("cst", functools.partial(cases.steps, caller, case.id, limit=LIMIT_MAX)):
                (view,) = case_step_page(Page([step], False, None)).data
                yield _line(CaseStepLine(case_id=public("cas", case.id), step=view))

    async def told_workflows(caller: Principal) -> AsyncIterator[bytes]:
        async for each in every(WORKFLOW, lambda after: workflows.list(caller, after, LIMIT_MAX)):
            versions = functools.partial(workflows.versions, caller, each.id, limit=LIMIT_MAX)
            async for version in every(VERSION, versions):
                yield _line(workflow_version_view(version))

    async def told_feeds(caller: Principal) -> AsyncIterator[bytes]:
        listed = feeds(base)
        async for each in every(FEED, lambda after: listed.list_page(caller, after, LIMIT_MAX)):
            yield _line(feed_view(each))

    return {
        "feeds": told_feeds,
        "cases": told_cases,
        "case-steps": told_steps,
        "workflow-versions": told_workflows,
    }


class _Rulesets:
    """Versions of rulesets, and the exact bytes whose SHA-256 entries name, of those that decide by default, too."""

    def __init__(self, base: Foundation, inference: InferenceServices) -> None:
        facts = RuleFacts(base.database, inference.deployments)
        self._rulesets = Rulesets(base.database, base.clock, facts, ActiveRulesets(base.database), Assessor())
        self._artefacts = NamedArtefacts(base.database, inference.registry)

    async def lines(self, caller: Principal) -> AsyncIterator[bytes]:
        async for each in self._every(caller):
            yield _line(ruleset_version_view(each))

    async def files(self, caller: Principal) -> AsyncIterator[tuple[str, bytes]]:
        async for each in self._every(caller):
            yield f"rulesets/{each.digest.hex()}.json", await self._artefacts.get(caller, each.digest)
        for use_case in catalogue.names():
            active = (await self._rulesets.get(caller, use_case)).active
            yield f"rulesets/{active.digest.hex()}.json", await self._artefacts.get(caller, active.digest)

    async def _every(self, caller: Principal) -> AsyncIterator[RulesetVersion]:
        for use_case in catalogue.names():
            listing = functools.partial(self._rulesets.list, caller, use_case, limit=LIMIT_MAX)
            async for each in every("rsv", listing):
                yield each


class _Models:
    """The files of the environment's own versions; starters ship with the service."""

    def __init__(self, inference: InferenceServices) -> None:
        self._registry = inference.registry

    async def files(self, caller: Principal) -> AsyncIterator[tuple[str, bytes]]:
        async for each in every("ver", lambda after: self._registry.list(caller, None, after, LIMIT_MAX)):
            if not each.starter:
                for name, data in (await self._registry.files(caller.environment_id, each.id)).items():
                    yield f"models/{each.digest.hex()}/{name}", data


def _line(view: msgspec.Struct) -> bytes:
    return msgspec.json.encode(view)


def _lasting(view: msgspec.Struct) -> bytes:
    """What a person or key is, without when they were seen last: an export of the same is the same."""
    told = msgspec.to_builtins(view)
    return msgspec.json.encode({name: value for name, value in told.items() if not name.startswith("last_")})
