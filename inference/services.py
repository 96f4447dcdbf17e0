"""The package put together: what `app/wiring.py` and the tests build once for a process."""

import dataclasses
from collections.abc import Callable

from core.clock import Clock
from core.database import Database
from core.objects import Objects
from core.ticks import UNWATCHED, TickWatch
from inference.asks import Asks
from inference.counterfactuals import Counterfactuals
from inference.decision_batch import DecisionBatch
from inference.decisions import Decisions, QueueSettings
from inference.declared.computing import Computing
from inference.declared.expressions import COST_US_MAX
from inference.declared.features import Features
from inference.deployments import Deployments
from inference.experiments import Experiments
from inference.explaining import Explainer, Explanations
from inference.pasts.loading import PastRows
from inference.placements import Placements
from inference.populations import Populations
from inference.registry import Registry
from inference.replays import Replays
from inference.rule_health import RuleHealth
from inference.rule_lists import RuleLists
from inference.rule_shadows import RuleShadows
from inference.ruled_otherwise import RuledOtherwise
from inference.shadows import Shadows
from inference.starters import SHIPPED, Starters
from inference.statement_categories import StatementCategories
from inference.stored_histories import StoredHistories
from inference.swap_times import SwapTimes
from inference.uploads.graphs import BYTES_MAX
from inference.uploads.own_models import OwnModels
from inference.uploads.trial import Trials
from ledger.receipts import ReceiptSigner
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.fall_backs import FallBacks
from tenants.vaults import Vaults


@dataclasses.dataclass(frozen=True, kw_only=True)
class InferenceServices:
    """`decisions.close()` finishes what is in the queue; call it before the database closes."""

    registry: Registry
    own_models: OwnModels
    deployments: Deployments
    experiments: Experiments
    shadows: Shadows
    rule_shadows: RuleShadows
    rule_health: RuleHealth
    decisions: Decisions
    features: Features
    replays: Replays
    counterfactuals: Counterfactuals
    explanations: Explanations
    explainer: Explainer
    past_rows: PastRows
    categories: StatementCategories


def assemble(  # noqa: PLR0913 - all that the package stands on, by name
    database: Database,
    vaults: Vaults,
    rulesets: ActiveRulesets,
    signer: ReceiptSigner,
    objects: Objects,
    clock: Clock,
    *,
    queue: QueueSettings,
    watch: TickWatch = UNWATCHED,
    placements: Placements | None = None,
    starters: Starters = SHIPPED,
    graph_bytes_max: int = BYTES_MAX,
) -> InferenceServices:
    """placements: where versions run; without it, all in process, explained by numpy. starters: of this release.
    graph_bytes_max: of an ONNX file made elsewhere."""
    placements = placements or Placements()
    registry = Registry(database, objects, clock, placements, starters)
    deployments = Deployments(database, registry, clock)
    watch = TickWatch(on_tick=_also(watch.on_tick, deployments.routes.times), tracing=watch.tracing)
    computing = Computing(database)
    populations = Populations(database, vaults)
    lists = RuleLists.over(database, clock)
    asks = Asks(vaults, deployments, rulesets, computing, populations, clock, lists=lists, cpu=placements.cpu)
    otherwise = RuledOtherwise(computing, lists)
    shadows = Shadows(database, clock, rulesets, otherwise)
    rule_shadows = RuleShadows(database, rulesets, otherwise)
    batch = DecisionBatch(database, signer, clock, shadows, rule_shadows)
    histories = StoredHistories(database, vaults, clock)
    health = RuleHealth(FallBacks(database, clock, rulesets))
    decisions = Decisions(
        database, vaults, asks, batch, histories=histories, settings=queue, watch=watch, health=health
    )
    replays = Replays(decisions, registry, rulesets, vaults)
    return InferenceServices(
        registry=registry,
        own_models=OwnModels(registry, Trials(), objects, clock, graph_bytes_max=graph_bytes_max),
        deployments=deployments,
        experiments=Experiments(database, clock),
        shadows=shadows,
        rule_shadows=rule_shadows,
        rule_health=health,
        decisions=decisions,
        features=Features(database, vaults, computing, Assessor(cost_us_max=COST_US_MAX), clock),
        replays=replays,
        counterfactuals=Counterfactuals(replays),
        explanations=Explanations(database, replays, decisions, clock),
        explainer=Explainer(database, registry, decisions),
        past_rows=PastRows(database, vaults, registry, clock),
        categories=StatementCategories(deployments.routes, registry, clock),
    )


def _also(on_tick: Callable[[int, float], None] | None, times: SwapTimes) -> Callable[[int, float], None]:
    def hear(size: int, seconds: float) -> None:
        times.record(seconds)
        if on_tick is not None:
            on_tick(size, seconds)

    return hear
