"""Everything the two faces may call. `app/wiring.py` builds it once; a handler names the field it needs as a parameter.

A noun's engineer adds one field here (the type from the noun's own package) and constructs it in the wiring.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from api.metrics import RequestMetrics
from api.replays import Vaults
from core.clock import Clock
from core.idempotency import Idempotency
from core.tracing import Tracing
from inference.backtests.backtests import Backtests
from inference.bare_predictions import BarePredictions
from inference.batch.batches import Batches
from inference.counterfactuals import Counterfactuals
from inference.decisions import Decisions
from inference.declared.features import Features
from inference.deployments import Deployments
from inference.drift_reports import DriftReports
from inference.experiments import Experiments
from inference.explaining import Explanations
from inference.feedback import Feedbacks
from inference.gateway_routing.choices import GatewayChoices
from inference.gateway_routing.evaluations import RoutingEvaluations
from inference.gateway_routing.policies import RoutingPolicies
from inference.live_metrics import MetricsService
from inference.named_artefacts import NamedArtefacts
from inference.pasts.loading import PastRows
from inference.registry import Registry
from inference.releases.promotion import ReleasePromotions
from inference.releases.releases import Releases
from inference.releases.shadowing import ReleaseShadows
from inference.releases.switching import ReleaseSwitches
from inference.replays import Replays
from inference.retention import Retentions
from inference.retraining import TrainingJobs
from inference.uploads.own_models import OwnModels
from ledger.anchoring.anchors import Anchors
from ledger.bundles import Bundles
from ledger.epoch_proofs import Epochs
from ledger.log import Ledger
from ledger.super_log import SuperLog
from payments.agreements.agreements import CommissionAgreements
from payments.agreements.statements import CommissionStatements
from payments.attempts.attempts import GatewayAttempts
from payments.attempts.patterns import FailurePatterns
from payments.importing.imports import Imports
from payments.importing.mappings import ImportMappings
from payments.logins import Logins
from payments.payouts.payouts import Payouts
from payments.payouts.statuses import PayoutStatuses
from payments.transactions import Payments
from resolution.alerts import Alerts
from resolution.case_queues import CaseQueues
from resolution.cases import Cases
from resolution.connectors.connectors import Connectors
from resolution.connectors.gateway_webhooks import GatewayWebhooks
from resolution.connectors.templates import MessageTemplates
from resolution.erasure.erasures import Erasures
from resolution.feeds.deliveries import FeedDeliveries
from resolution.feeds.feeds import Feeds
from resolution.leaving.environment_exports import EnvironmentExports
from resolution.leaving.subject_exports import SubjectExports
from resolution.root_causes.root_causes import RootCauses
from resolution.sandboxes.clocks import SandboxClocks
from resolution.sandboxes.sandboxes import Sandboxes
from resolution.vendor_payments.vendor_payments import VendorPayments
from resolution.webhooks.deliveries import WebhookDeliveries
from resolution.webhooks.endpoints import WebhookEndpoints
from resolution.workflows.instances import Instances
from resolution.workflows.trials import Trials
from resolution.workflows.workflows import Workflows
from rules.approvals import RulesetApprovals
from rules.lists import Lists
from rules.pack_installs import RulePacks
from rules.rulesets import Rulesets
from rules.shadowing import RulesetShadows
from rules.spreadsheets.exchange import RuleFiles
from rules.suppressions import Suppressions
from rules.test_case_sets import RuleTestSets
from tenants.access_grants import AccessGrants
from tenants.api_keys import ApiKeys
from tenants.approval_policy import ApprovalPolicies
from tenants.closings import Closings
from tenants.invitations import Invitations
from tenants.member_security import MemberSecurity
from tenants.members import Members
from tenants.oauth import AuthorizationServer
from tenants.oauth_clients import OAuthClients
from tenants.principals import Principal
from tenants.request_log import RequestLog
from tenants.sessions import Sessions
from tenants.tenancy import Tenants
from tenants.usage import UsageCounters


class Allowance(Protocol):
    """What is left to a caller under the limit that binds it first."""

    @property
    def policy(self) -> str: ...
    @property
    def limit(self) -> int: ...
    @property
    def window_s(self) -> int: ...
    @property
    def remaining(self) -> int: ...
    @property
    def reset_s(self) -> int: ...


class Authenticator(Protocol):
    """Turns the credential of a request into its principal."""

    def find_cached(self, authorization: str | None, api_key: str | None) -> Principal | None:
        """Return the principal of a credential that was verified moments ago, without waiting."""
        ...

    async def authenticate(self, authorization: str | None, api_key: str | None) -> Principal:
        """Raises: an UNAUTHENTICATED PlatformError."""
        ...


class Limits(Protocol):
    def check(self, caller: Principal, cost: int = 1, operation: str = "requests") -> Allowance:
        """Take one request from the caller's budget and count it as a use of `operation`, without waiting.

        Raises: an EXHAUSTED PlatformError with `retry_after_s` and an `allowance` of its own.
        """
        ...

    def units(self, caller: Principal, operation: str, count: int) -> AbstractContextManager[None]:
        """Hold the items of an admitted call against its monthly quota while they are worked on.

        Raises: an EXHAUSTED PlatformError as above, before any work.
        """
        ...


class Readiness(Protocol):
    async def check(self) -> Mapping[str, str]:
        """Return what is wrong, by the name of the part that is; empty when requests can be served."""
        ...

    async def runtimes(self) -> Mapping[str, str]:
        """Return of each runtime of models whether it is to be had: `ready` or `unreachable`."""
        ...


class Telemetry(Protocol):
    def prometheus(self) -> bytes:
        """Return the process's metrics in the Prometheus text format."""
        ...


@dataclasses.dataclass(frozen=True, kw_only=True)
class Services:
    clock: Clock
    authenticator: Authenticator
    limits: Limits
    idempotency: Idempotency
    vaults: Vaults
    tenants: Tenants
    sandboxes: Sandboxes
    sandbox_clocks: SandboxClocks
    access_grants: AccessGrants
    members: Members
    invitations: Invitations
    member_security: MemberSecurity
    sessions: Sessions
    api_keys: ApiKeys
    oauth_clients: OAuthClients
    oauth: AuthorizationServer
    usage: UsageCounters
    request_log: RequestLog
    approval_policies: ApprovalPolicies
    payments: Payments
    imports: Imports
    import_mappings: ImportMappings
    feeds: Feeds
    feed_deliveries: FeedDeliveries
    logins: Logins
    gateway_attempts: GatewayAttempts
    failure_patterns: FailurePatterns
    routing_policies: RoutingPolicies
    gateway_choices: GatewayChoices
    routing_evaluations: RoutingEvaluations
    payouts: Payouts
    payout_statuses: PayoutStatuses
    commission_agreements: CommissionAgreements
    commission_statements: CommissionStatements
    registry: Registry
    past_rows: PastRows
    own_models: OwnModels
    deployments: Deployments
    experiments: Experiments
    decisions: Decisions
    bare_predictions: BarePredictions
    replays: Replays
    counterfactuals: Counterfactuals
    explanations: Explanations
    batches: Batches
    feedback: Feedbacks
    live_metrics: MetricsService
    drift_reports: DriftReports
    training_jobs: TrainingJobs
    features: Features
    rulesets: Rulesets
    backtests: Backtests
    rule_tests: RuleTestSets
    rule_files: RuleFiles
    rule_packs: RulePacks
    lists: Lists
    suppressions: Suppressions
    ruleset_approvals: RulesetApprovals
    ruleset_shadows: RulesetShadows
    releases: Releases
    release_shadows: ReleaseShadows
    release_switches: ReleaseSwitches
    release_promotions: ReleasePromotions
    alerts: Alerts
    cases: Cases
    case_queues: CaseQueues
    root_causes: RootCauses
    named_artefacts: NamedArtefacts
    erasures: Erasures
    retentions: Retentions
    vendor_payments: VendorPayments
    environment_exports: EnvironmentExports
    subject_exports: SubjectExports
    closings: Closings
    ledger: Ledger
    anchors: Anchors
    epochs: Epochs
    bundles: Bundles
    super_log: SuperLog
    workflows: Workflows
    workflow_instances: Instances
    workflow_trials: Trials
    webhook_endpoints: WebhookEndpoints
    webhook_deliveries: WebhookDeliveries
    connectors: Connectors
    gateway_webhooks: GatewayWebhooks
    message_templates: MessageTemplates
    readiness: Readiness
    telemetry: Telemetry
    metrics: RequestMetrics = dataclasses.field(default_factory=RequestMetrics)
    tracing: Tracing | None = None


def service_parameters(services: Services, names: Iterable[str]) -> dict[str, object]:
    """Return the services among a handler's parameter names, ready to be passed."""
    known = {field.name for field in dataclasses.fields(services)}
    return {name: getattr(services, name) for name in names if name in known}
