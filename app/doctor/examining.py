"""The whole examination, in the order in which one thing stands on another."""

from collections.abc import Mapping

from app.doctor import database, folder, loops, neighbours, program, service
from app.doctor.findings import Examination, Finding, Limits, examination, skipped
from app.settings import Settings
from core.clock import Clock


def examine(environment: Mapping[str, str], clock: Clock, limits: Limits) -> Examination:
    """Look at the installation that the variables name, from its own machine.

    Changes nothing, but starts a stopped embedded PostgreSQL for the time it takes. From the main thread only.
    """
    told, settings = program.settings(environment)
    found = [program.python(), program.packages(), *told]
    if settings is None:
        rest = ("data folder", "ports", "master key", "object store", "PostgreSQL", "server", "worker")
        found += [folder.unread(check) for check in rest]
        return examination(found)
    with folder.owned(settings) as serving:
        found += folder.data_folder(settings, limits)
        found += [
            folder.owner(settings, serving=serving),
            folder.ports(settings, serving=serving),
            folder.key_file(settings),
            folder.objects(settings),
        ]
        found += _database(settings, clock, limits, serving=serving)
        found += _service(settings, serving=serving)
        found += neighbours.examine(settings)
    return examination(found)


def _database(settings: Settings, clock: Clock, limits: Limits, *, serving: bool) -> list[Finding]:
    with database.reachable(settings, serving=serving) as found:
        if any(finding.state in {"failed", "skipped"} for finding in found):
            return [*found, skipped("ledger and jobs", "there is no database to read them from")]
        seen = database.examine(settings, clock, limits, serving=serving)
        current = any(finding.check == "migrations" and finding.state == "ok" for finding in seen)
        if not current or any(
            finding.check == "application's login" and finding.state == "failed" for finding in seen
        ):
            return [*found, *seen, skipped("ledger and jobs", "the database is not as this program needs it")]
        return [*found, *seen, *loops.examine(settings, clock, limits, serving=serving)]


def _service(settings: Settings, *, serving: bool) -> list[Finding]:
    if not serving:
        why = "nobody serves this data folder"
        return [skipped(check, why, "countermark serve") for check in ("server", "worker")]
    return [*service.server(settings.server), service.worker(settings)]
