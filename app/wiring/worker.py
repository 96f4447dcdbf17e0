"""Everything that happens later: logs are sequenced, the outbox is delivered, the house is kept."""

import contextlib
from collections.abc import AsyncIterator, Mapping

from app.anchor_process import AnchorProcess
from app.background import Background
from app.batch_process import batch_process
from app.housekeeping import Housekeeping
from app.job_process import JobProcess
from app.learner_process import LearnerProcess
from app.settings import Settings, inherited_environment
from app.wiring import traces
from app.wiring.actions import mailer_of
from app.wiring.backtests import backtest_upkeep
from app.wiring.batches import batch_upkeep
from app.wiring.bundles import run_bundles
from app.wiring.cases import CaseWork, case_work
from app.wiring.closings import end_closed
from app.wiring.erasure import erasures, retentions
from app.wiring.events import subscribers
from app.wiring.explaining import answering
from app.wiring.feeds import feed_watch
from app.wiring.foundation import Foundation, log_keys, open_foundation
from app.wiring.gateways import watch_gateways
from app.wiring.imports import import_runs, import_upkeep
from app.wiring.ledger import epoch_closer, ledger_settings_of
from app.wiring.outbound import guard_of, webhook_sender
from app.wiring.root_causes import cause_watch
from app.wiring.rules import pack_arrivals
from app.wiring.witnesses import outside_guard
from app.wiring.workflows import run_workflows
from core import job_loop
from core.database import Database
from core.events import TOPIC as EVENT_TOPIC
from core.jobs import Handler
from core.outbox import JOB as DELIVERY
from core.outbox import Deliver, Outbox
from core.tracing import Tracing
from inference.drift_alerts import ALERT_TOPIC, DriftAlerts
from inference.experiment_watch import ExperimentWatch
from inference.explaining import JOB as EXPLANATION
from inference.learning_due import LearningDue
from inference.populations import PopulationCounts
from inference.retraining_starts import BELL
from ledger.sequencer import Sequencer
from payments.importing.imports import JOB as IMPORT
from payments.payouts.watch import PayoutWatch
from resolution.case_watch import CaseWatch
from resolution.events import Events
from tenants.mail import INVITATION_TOPIC, InvitationMail
from tenants.notices import NOTICE_TOPIC, NoticeMail

_APART_S = 0.05


@contextlib.asynccontextmanager
async def worker(settings: Settings) -> AsyncIterator[None]:
    """Start the loops, and stop them in reverse order."""
    async with contextlib.AsyncExitStack() as stack:
        tracing = stack.enter_context(traces.tracing(settings.telemetry, "countermark-worker"))
        base = await stack.enter_async_context(open_foundation(settings, pool_size_max=6))
        background = await stack.enter_async_context(Background(apart_s=_APART_S))
        work = case_work(base)
        permit = await outside_guard(base, background)
        sequencer = Sequencer(
            base.database,
            log_keys(base),
            base.cpu,
            base.true_clock,
            ledger_settings_of(settings),
            tracing=tracing,
            permit=permit,
        )
        outbox = Outbox(base.database, topics(base, work))
        learner = LearnerProcess(LearningDue(base.database, base.clock))
        housekeeping = Housekeeping(base.database, base.tenants.upkeep, base.clock)
        background.start("sequencer", sequencer.run)
        background.start("epochs", (await epoch_closer(base, permit)).run)
        await run_bundles(base, background)
        services = await answering(base)
        handlers = {
            DELIVERY: outbox.deliver,
            BELL: learner.ring,
            EXPLANATION: services.explainer.explain,
            IMPORT: import_runs(base, services.categories).carry_out,
        }
        background.start("jobs", lambda: run_jobs(base.database, handlers, tracing))
        background.start("housekeeping", housekeeping.run)
        upkeep = batch_upkeep(base)
        background.start("batches", batch_process(upkeep, settings).run)
        background.start("old batches", upkeep.run)
        background.start("old imports", import_upkeep(base).run)
        backtests = backtest_upkeep(base)
        for number in range(settings.backtests.processes):
            process = JobProcess("app.backtester", backtests, inherited_environment())
            background.start(f"backtests {number}", process.run)
        background.start("old backtests", backtests.run)
        watch = ExperimentWatch(base.database, base.clock)
        background.start("experiments", watch.run)
        watch_gateways(base, background)
        background.start("case clocks", CaseWatch(base.database, base.clock).run)
        background.start("root causes", cause_watch(base).run)
        background.start("erasures of people", erasures(base).run)
        background.start("retention", retentions(base).run)
        background.start("closed environments", lambda: end_closed(base))
        background.start("payouts", PayoutWatch(base.database, base.clock, base.cpu, base.tenants.vaults).run)
        background.start("learner", learner.run)
        background.start("packs of rules", pack_arrivals(base, services).run)
        background.start("webhooks", webhook_sender(base).run)
        background.start("feeds", feed_watch(base, services, guard_of(base)).run)
        run_workflows(base, services, background, work, guard_of(base))
        background.start("populations", PopulationCounts(base.database, base.clock).run)
        if settings.chain.on:
            background.start("anchoring", AnchorProcess().run)
        yield


async def run_jobs(database: Database, handlers: Mapping[str, Handler], tracing: Tracing | None) -> None:
    """Take jobs on a connection of their own until cancelled."""
    async with database.listening() as connection:
        await job_loop.run(connection, handlers, tracing)


def topics(base: Foundation, work: CaseWork) -> dict[str, Deliver]:
    """Who carries out which effect."""
    mailer = mailer_of(base)
    invitations = InvitationMail(base.tenants.vaults, mailer)
    notices = NoticeMail(base.database, base.tenants.vaults, mailer)
    alerts = DriftAlerts(base.database, base.clock)
    return {
        INVITATION_TOPIC: invitations.deliver,
        ALERT_TOPIC: alerts.deliver,
        NOTICE_TOPIC: notices.deliver,
        EVENT_TOPIC: Events(subscribers(base, work)).deliver,
    }
