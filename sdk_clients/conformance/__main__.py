"""`python -m sdk_clients.conformance`: every case in every language against the real server."""

import argparse
import asyncio
import fnmatch
import sys
from collections.abc import Mapping, Sequence

from sdk_clients.conformance import case_files, drivers, raw, stage
from sdk_clients.conformance.case_files import Case
from sdk_clients.conformance.drivers import DriverLine
from sdk_clients.conformance.runner import LanguageRun, Verdict


def main(arguments: Sequence[str]) -> int:
    """Print what failed and why, and `N passed, N failed` last. Returns: 0 where nothing failed and something ran."""
    parser = argparse.ArgumentParser(prog="python -m sdk_clients.conformance", description=__doc__)
    parser.add_argument("--languages", default="", help="comma-separated; all of drivers.json as a rule")
    parser.add_argument(
        "--driver", default="", help="the command of one driver, instead of those of drivers.json"
    )
    parser.add_argument("--cases", default="*", help="a pattern of names, such as 'retry-*'")
    parser.add_argument("--verbose", action="store_true", help="print every case, not only what failed")
    parser.add_argument(
        "--list", action="store_true", help="print the cases and what each promises, and run none"
    )
    options = parser.parse_args(arguments)
    chosen = [case for case in case_files.load() if fnmatch.fnmatch(case.name, options.cases)]
    if options.list:
        for case in chosen:
            print(f"{case.name}: {case.about}")
        return 0
    verdicts = asyncio.run(_run(chosen, _lines(options.languages, options.driver), options.verbose))
    failed = sum(bool(verdict.complaints) for verdict in verdicts)
    print(f"{len(verdicts) - failed} passed, {failed} failed")
    return 0 if verdicts and not failed else 1


def _lines(languages: str, driver: str) -> Mapping[str, DriverLine]:
    if driver:
        return {"driver": drivers.of_text(driver)}
    known = drivers.listed()
    wanted = languages.split(",") if languages else list(known)
    unknown = [language for language in wanted if language not in known]
    if unknown:
        sys.exit(f"drivers.json has no {', '.join(unknown)}; it has {', '.join(known)}.")
    return {language: known[language] for language in wanted}


async def _run(
    chosen: Sequence[Case],
    lines: Mapping[str, DriverLine],
    verbose: bool,  # noqa: FBT001
) -> list[Verdict]:
    def told(verdict: Verdict) -> None:
        word = "FAILED" if verdict.complaints else "passed"
        if verdict.complaints or verbose:
            print(f"{word} {verdict.language:<10} {verdict.case} ({verdict.took_s:.1f} s)", flush=True)
        for line in verdict.complaints:
            print(f"       {line}", flush=True)

    async with stage.live() as (played, folder):
        runs = [
            LanguageRun(language=language, line=line, stage=played, folder=folder)
            for language, line in lines.items()
        ]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(run.run(chosen, told)) for run in runs]
        verdicts = [verdict for task in tasks for verdict in task.result()]
        for verdict in await raw.verdicts(played):
            told(verdict)
            verdicts.append(verdict)
    for language in lines:
        own = [verdict for verdict in verdicts if verdict.language == language]
        passed = sum(not verdict.complaints for verdict in own)
        print(f"{language}: {passed} of {len(own)} cases, {sum(verdict.took_s for verdict in own):.0f} s")
    return verdicts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
