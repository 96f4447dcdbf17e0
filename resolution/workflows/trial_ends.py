"""How a trial is counted, judged and ended, in the transaction of whoever does."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from core import events, intake
from core.clock import Clock
from core.database import Transaction
from core.ids import public, uuid7
from core.json_values import JsonValue
from inference.arm_trials import LEVEL
from resolution.workflows import trial_judging, trial_store
from resolution.workflows.trial_entities import TRIAL, ArmFigures, EndedAs, Trial, TrialComparison
from resolution.workflows.trial_judging import ENDED, Counted


async def end(
    tx: Transaction,
    clock: Clock,
    environment_id: UUID,
    trial: Trial,
    workflow: str,
    *,
    by: str,
    ended_as: EndedAs,
    reason: str,
) -> TrialComparison:
    """End a trial that runs, keep what both did, enter it into the ledger and announce it. The workflow's row must be held.

    workflow: its name. Returns: what both did.
    """
    now = clock.now()
    counted = await trial_store.count(tx, environment_id, trial, now)
    found = comparison(trial, counted, now)
    await trial_store.end(
        tx, environment_id, trial.id, at=now, by=by, ended_as=ended_as, reason=reason, counted=counted
    )
    typ = "workflow.trial_guardrail.v1" if ended_as == "guardrail" else "workflow.trial_end.v1"
    entry = intake.Entry(
        typ=typ, log=environment_id, eid=uuid7(clock), at=now, act=by, out=ended_as,
        refs=(trial.id, trial.control_version, trial.candidate_version),
    )  # fmt: skip
    await intake.append(tx, entry)
    told: dict[str, JsonValue] = {
        "workflow": workflow,
        "ended_as": ended_as,
        "verdict": found.verdict,
        "control_version": public("wfv", trial.control_version),
        "candidate_version": public("wfv", trial.candidate_version),
    }
    await events.announce(tx, clock, environment_id, "workflow.trial_ended", public(TRIAL, trial.id), told)
    return found


def comparison(trial: Trial, counted: Sequence[Counted], now: dt.datetime) -> TrialComparison:
    """What both did until now, or until the trial's end. Takes some 20 ms: leave the event loop where others wait."""
    judged = trial_judging.judge(counted, trial.success, trial.fail_rise_max)
    return TrialComparison(
        trial_id=trial.id,
        since=trial.started_at,
        until=trial.ended_at or now,
        level=LEVEL,
        control=_figures(trial, trial.control_version, [each for each in counted if not each.candidate]),
        candidate=_figures(trial, trial.candidate_version, [each for each in counted if each.candidate]),
        differences=judged.differences,
        guardrails=[judged.guardrail],
        breached=judged.guardrail.breached,
        verdict=judged.verdict,
    )


def _figures(trial: Trial, version_id: UUID, counted: Sequence[Counted]) -> ArmFigures:
    ways = {way: sum(each.count for each in counted if each.ended == way) for way in ENDED}
    instances = sum(ways.values())
    over = instances - ways["open"]
    used = sum(each.used for each in counted if each.ended != "open")
    return ArmFigures(
        version_id=version_id,
        instances=instances,
        open=ways["open"],
        completed=ways["completed"],
        case_opened=ways["case_opened"],
        faulted=ways["faulted"],
        cancelled=ways["cancelled"],
        late=ways["late"],
        success_rate=sum(ways[way] for way in set(trial.success)) / over if over else None,
        mean_s=used * trial.within_s / over if over else None,
    )
