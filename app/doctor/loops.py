"""What the worker's loops have done lately, told from the database: it is true of a worker that hangs, too."""

import asyncio

from app import databases
from app.doctor.findings import Finding, Limits, failed, ok, skipped, warning
from app.settings import Settings
from app.wiring.foundation import tenants_settings
from core import jobs
from core.clock import Clock, to_micros
from core.database import Database
from core.errors import PlatformError
from ledger.anchoring.pulse import AnchorPulse
from ledger.pulse import LedgerPulse
from ledger.settings import WitnessAddress
from ledger.super_log import SuperLog
from ledger.verifier.checkpoints import open_cosignatures
from ledger.verifier.note_keys import NoteRefused
from tenants import kms
from tenants.envelope import SealBroken
from tenants.installation_keys import try_pepper
from tenants.kms import MasterKeyUnusable

_US = 1_000_000
_LOOP = "Read what `countermark serve` writes to standard error; start the service again where nothing else helps."


def examine(settings: Settings, clock: Clock, limits: Limits, *, serving: bool) -> list[Finding]:
    """serving: a service that stands still is behind for a good reason."""
    return asyncio.run(_examine(settings, clock, limits, serving=serving))


async def _examine(settings: Settings, clock: Clock, limits: Limits, *, serving: bool) -> list[Finding]:
    try:
        database = await Database.open(databases.app_settings(settings, pool_size_max=2))
    except PlatformError as error:
        return [skipped("loops of the worker", f"the database cannot be read: {error.code}")]
    try:
        return [
            await _stored_keys(settings, database, clock),
            *await _ledger(database, clock, limits, serving=serving),
            *await _epochs(settings, database, clock, limits, serving=serving),
            *await _anchors(settings, database, clock),
            await _jobs(database),
        ]
    finally:
        await database.close()


async def _stored_keys(settings: Settings, database: Database, clock: Clock) -> Finding:
    """Whether the master key is the one that wrapped what is stored. Makes neither."""
    check = "stored keys"
    if not settings.master_key and not (settings.data_dir / "master.key").exists():
        return skipped(check, "there is no master key to open them with")
    try:
        there = await try_pepper(database, kms.local(tenants_settings(settings)), clock)
    except (MasterKeyUnusable, SealBroken) as error:
        fix = "Put back the master key that this installation began with, or name it as the previous one."
        return failed(check, f"the master key does not open them ({error.code})", fix)
    return ok(check, "the master key opens them" if there else "none are stored yet")


async def _ledger(database: Database, clock: Clock, limits: Limits, *, serving: bool) -> list[Finding]:
    pulse = LedgerPulse(database, clock)
    await pulse.read()
    found, waits_s = [], pulse.unsequenced_age_s()
    if pulse.refused:
        said = f"{pulse.refused} rows of the intake can never be entries"
        found.append(
            failed("ledger", said, "Keep the database as it is and report it: it is evidence of a fault.")
        )
    if pulse.held:
        fix = "Read docs/trust.md, “A database that was restored”: signing on would fork the log."
        found.append(
            failed("ledger", f"{pulse.held} logs are not signed, because others hold more of them", fix)
        )
    check = "sequencer"
    if waits_s > limits.behind_s_max:
        said = f"{pulse.unsequenced} entries wait for their place, the oldest for {waits_s:.0f} s"
        found.append((failed if serving else warning)(check, said, _LOOP if serving else _START))
    else:
        found.append(ok(check, f"{pulse.entries:,} entries have their places, {pulse.unsequenced} wait"))
    return found


_START = "Start the service: countermark serve"


async def _epochs(
    settings: Settings, database: Database, clock: Clock, limits: Limits, *, serving: bool
) -> list[Finding]:
    """How old the newest checkpoint of the super-log is, and who cosigned it."""
    log, check = SuperLog(database, clock), "newest checkpoint"
    head = await log.newest()
    if head is None:
        return [skipped(check, "no epoch was closed yet: no log has an entry")]
    [record] = await log.records(head.epoch - 1, 1)
    age_s = (to_micros(clock.now()) - record.ts) / _US
    said = f"epoch {head.epoch} is {age_s:.0f} s old, one is due every {settings.epoch_every_s} s"
    late = age_s > limits.epochs_late_max * settings.epoch_every_s
    if late and serving:
        found = [failed(check, said, _LOOP)]
    elif late:
        found = [warning(check, said, _START)]
    else:
        found = [ok(check, said)]
    return found + [cosigned(one, head.note, head.epoch) for one in settings.witnesses]


def cosigned(witness: WitnessAddress, note: str, epoch: int) -> Finding:
    """Whether a witness that the settings name has cosigned a checkpoint of the super-log. note: with its signatures."""
    check, name = "witnesses", witness.keys[0].name
    try:
        signed = open_cosignatures(note.encode(), witness.keys)
    except NoteRefused as error:
        return failed(check, f"{name}: {error}", "Compare the key that is set with the witness's own.")
    if not signed:
        fix = f"See that {witness.url} can be reached from here and knows our key (countermark ledger keys)."
        return warning(check, f"{name} has not cosigned epoch {epoch}", fix)
    return ok(check, f"{name} cosigned epoch {epoch}")


async def _anchors(settings: Settings, database: Database, clock: Clock) -> list[Finding]:
    if settings.chain.place is None:
        return []
    check, pulse = "anchors", AnchorPulse(database, clock, settings.chain.place)
    await pulse.read()
    if pulse.trouble:
        fix = f"Look `{pulse.trouble}` up in docs/operations.md, “Anchoring”."
        return [failed(check, f"nothing is anchored: {pulse.trouble}", fix)]
    if pulse.overdue():
        fix = "See countermark chain status: what the nodes tell, the balance of the key and the fee ceiling."
        return [
            failed(
                check,
                f"the newest is {pulse.age_s() / 3600:.1f} hours old, {pulse.behind} epochs behind",
                fix,
            )
        ]
    return [ok(check, f"{pulse.behind} epochs wait for the next one")]


async def _jobs(database: Database) -> Finding:
    async with database.unscoped() as tx:
        counts = await jobs.count(tx)
    states = {state: sum(count for (_, at), count in counts.items() if at == state) for _, state in counts}
    dead = states.get("failed", 0)
    if dead:
        names = ", ".join(sorted({job for job, state in counts if state == "failed"}))
        fix = "Read the worker's log for their names; a job that failed for good is not tried again."
        return warning("jobs", f"{dead} failed for good: {names}", fix)
    return ok("jobs", f"{states.get('queued', 0)} wait, {states.get('picked', 0)} run")
