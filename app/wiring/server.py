"""Everything behind the two faces."""

import contextlib
import dataclasses
from collections.abc import AsyncIterator, Mapping

from api.metrics import RequestMetrics
from api.services import Services
from api.settings import FaceSettings
from app.background import Background
from app.pulse import Pulse
from app.settings import Settings
from app.wiring import meters, traces
from app.wiring.backtests import backtests
from app.wiring.batches import batches
from app.wiring.cases import case_services, case_work
from app.wiring.foundation import Foundation, open_foundation, receipt_signer
from app.wiring.gateways import gateway_choices, routing_evaluations
from app.wiring.imports import import_mappings, imports
from app.wiring.keeping import keep_shipped
from app.wiring.leaving import leaving_services
from app.wiring.ledger import LedgerServices, ledger_services
from app.wiring.payouts import payout_services
from app.wiring.placements import placements
from app.wiring.releases import release_services
from app.wiring.root_causes import root_causes
from app.wiring.rules import rule_files, rule_packs, rule_tests
from app.wiring.tenancy import tenancy
from app.wiring.webhooks import outbound_services
from app.wiring.workflows import workflow_services
from core.database import Database
from core.errors import PlatformError
from core.idempotency import Idempotency
from core.objects import FolderObjects
from core.telemetry import Telemetry
from core.ticks import TickWatch
from core.tracing import Tracing
from inference.bare_predictions import BarePredictions
from inference.bare_predictions_counts import PredictionCounts
from inference.decisions import QueueSettings
from inference.drift_reports import DriftReports
from inference.feedback import Feedbacks
from inference.gateway_routing.policies import RoutingPolicies
from inference.live_metrics import MetricsService
from inference.named_artefacts import NamedArtefacts
from inference.placements import Placements
from inference.retraining import TrainingJobs
from inference.rule_facts import RuleFacts
from inference.services import InferenceServices
from inference.services import assemble as assemble_inference
from ledger.anchoring.anchors import Anchors
from ledger.anchoring.pulse import AnchorPulse
from ledger.pulse import LedgerPulse
from ledger.receipts import ReceiptSigner
from payments.attempts.attempts import GatewayAttempts
from payments.attempts.patterns import FailurePatterns
from payments.logins import Logins
from payments.transactions import Payments
from rules.active import ActiveRulesets
from rules.approvals import RulesetApprovals
from rules.assessment import Assessor
from rules.lists import Lists
from rules.rulesets import Rulesets
from rules.suppressions import Suppressions
from tenants.approval_policy import ApprovalPolicies


class Readiness:
    """Ready means: the database answers, and this process is not on its way out."""

    def __init__(self, database: Database, runtimes: Placements) -> None:
        self._database = database
        self._runtimes = runtimes
        self._draining = False

    def drain(self) -> None:
        self._draining = True

    async def check(self) -> Mapping[str, str]:
        if self._draining:
            return {"server": "stopping"}
        try:
            await self._database.ping()
        except PlatformError as error:
            return {"database": error.code}
        return {}

    async def runtimes(self) -> Mapping[str, str]:
        """Say of each runtime of models whether it is to be had; without one, decisions are made, and degraded."""
        return await self._runtimes.states()


@dataclasses.dataclass(frozen=True, kw_only=True)
class WiredServer:
    """base: what the services stand on."""

    base: Foundation
    services: Services
    faces: FaceSettings
    readiness: Readiness

    def begin_drain(self) -> None:
        self.readiness.drain()


@contextlib.asynccontextmanager
async def server(settings: Settings) -> AsyncIterator[WiredServer]:
    """Open the services, and close them once what is in hand is finished."""
    metrics = RequestMetrics()
    async with contextlib.AsyncExitStack() as stack:
        tracing = stack.enter_context(traces.tracing(settings.telemetry, "countermark-server"))
        telemetry = stack.enter_context(meters.telemetry(settings.telemetry, "countermark-server", metrics))
        base = await stack.enter_async_context(open_foundation(settings))
        background = await stack.enter_async_context(Background())
        background.start("usage", base.tenants.usage.run)
        background.start("request-log", base.tenants.request_log.run)
        pulse = _pulse(base, background)
        rulesets = ActiveRulesets(base.database)
        signer = await receipt_signer(base)
        await keep_shipped(base)
        runtimes = await stack.enter_async_context(placements(settings, telemetry, base.cpu))
        readiness = Readiness(base.database, runtimes)
        watch = TickWatch(on_tick=meters.ticks(telemetry), tracing=tracing)
        inference = _inference(base, rulesets, signer, runtimes, watch)
        idempotency = Idempotency(base.database)
        meters.watch(telemetry, base.database, idempotency, inference.decisions, pulse)
        meters.watch_swaps(telemetry, inference.deployments.routes.times, inference.shadows)
        opened = _Opened(
            rulesets, signer, await ledger_services(base), background, readiness, telemetry, tracing
        )
        services = _services(base, inference, idempotency, metrics, opened)
        yield WiredServer(base=base, services=services, faces=face_settings(settings), readiness=readiness)
        await inference.decisions.close()
        await inference.shadows.close()


@dataclasses.dataclass(frozen=True, slots=True)
class _Opened:
    """What services share, and what closes with them."""

    rulesets: ActiveRulesets
    signer: ReceiptSigner
    ledger: LedgerServices
    background: Background
    readiness: Readiness
    telemetry: Telemetry
    tracing: Tracing | None


def _services(
    base: Foundation,
    inference: InferenceServices,
    idempotency: Idempotency,
    metrics: RequestMetrics,
    opened: _Opened,
) -> Services:
    work = case_work(base)
    return Services(
        **tenancy(base),
        idempotency=idempotency,
        approval_policies=ApprovalPolicies(base.database, base.true_clock),
        payments=Payments(base.database, base.tenants.vaults, base.clock),
        imports=imports(base),
        import_mappings=import_mappings(base),
        **workflow_services(base, inference.decisions, work),
        logins=Logins(base.database, base.tenants.vaults, base.clock),
        gateway_attempts=GatewayAttempts(base.database, base.tenants.vaults, base.clock),
        failure_patterns=FailurePatterns(base.database, base.clock),
        routing_policies=RoutingPolicies(base.database, base.clock),
        gateway_choices=gateway_choices(base, opened.signer),
        routing_evaluations=routing_evaluations(base),
        **payout_services(base),
        registry=inference.registry,
        named_artefacts=NamedArtefacts(base.database, inference.registry),
        own_models=inference.own_models,
        deployments=inference.deployments,
        experiments=inference.experiments,
        decisions=inference.decisions,
        bare_predictions=bare_predictions(base, inference, opened.background),
        replays=inference.replays,
        counterfactuals=inference.counterfactuals,
        explanations=inference.explanations,
        backtests=backtests(base, inference.deployments, opened.rulesets),
        batches=batches(base, inference.deployments, opened.rulesets),
        feedback=Feedbacks(base.database, base.tenants.vaults, base.clock),
        past_rows=inference.past_rows,
        live_metrics=MetricsService(base.database, base.clock),
        drift_reports=DriftReports(base.database),
        training_jobs=TrainingJobs(base.database, base.clock),
        features=inference.features,
        rulesets=_rulesets(base, inference, opened.rulesets),
        rule_tests=rule_tests(base, inference),
        rule_files=rule_files(_rulesets(base, inference, opened.rulesets)),
        rule_packs=rule_packs(base, _rulesets(base, inference, opened.rulesets)),
        ruleset_approvals=RulesetApprovals(base.database, base.clock, opened.rulesets),
        lists=Lists(base.database, base.tenants.vaults, base.clock),
        suppressions=Suppressions(base.database, base.tenants.vaults, base.clock),
        **case_services(work),
        root_causes=root_causes(base),
        **leaving_services(base, inference, opened.ledger["ledger"], opened.signer),
        anchors=Anchors(base.database),
        **opened.ledger,
        **outbound_services(base, inference),
        **release_services(base, inference, opened.rulesets),
        readiness=opened.readiness,
        telemetry=opened.telemetry,
        metrics=metrics,
        tracing=opened.tracing,
    )


def _pulse(base: Foundation, background: Background) -> Pulse:
    """Read the ledger and the queue of jobs every ten seconds, for the metrics."""
    anchors = AnchorPulse(base.database, base.true_clock, base.settings.chain.place)
    pulse = Pulse(base.database, LedgerPulse(base.database, base.true_clock), anchors)
    background.start("pulse", pulse.run)
    return pulse


def _inference(
    base: Foundation,
    rulesets: ActiveRulesets,
    signer: ReceiptSigner,
    runtimes: Placements,
    watch: TickWatch,
) -> InferenceServices:
    """Everything of models and decisions."""
    return assemble_inference(
        base.database,
        base.tenants.vaults,
        rulesets,
        signer,
        FolderObjects(base.settings.objects_dir),
        base.clock,
        placements=runtimes,
        queue=queue_settings(base.settings),
        watch=watch,
        graph_bytes_max=base.settings.model_graph_bytes_max,
    )


def _rulesets(base: Foundation, inference: InferenceServices, active: ActiveRulesets) -> Rulesets:
    return Rulesets(
        base.database, base.clock, RuleFacts(base.database, inference.deployments), active, Assessor()
    )


def bare_predictions(
    base: Foundation, inference: InferenceServices, background: Background
) -> BarePredictions:
    """Serve `/v2`, and count what it is asked."""
    counts = PredictionCounts(base.database, base.true_clock)
    background.start("prediction counts", counts.run)
    return BarePredictions(base.database, inference.registry, inference.deployments, counts, base.cpu)


def queue_settings(settings: Settings) -> QueueSettings:
    return QueueSettings(batch_max=settings.decisions.batch_max, queue_max=settings.decisions.queue_max)


def face_settings(settings: Settings) -> FaceSettings:
    server = settings.server
    return FaceSettings(
        grpc_host=server.host, grpc_port=server.grpc_port, timeout_ms=server.request_timeout_ms
    )
