"""Runs the blocks of the documentation's pages against a live service: `python -m tools.docs_run [PAGE ...]`.

Without a page: all of them, and every link. The last line is `N pages, N blocks run, N outputs compared, N links, N failed`; it
ends with 1 if anything failed. docs/decisions/0068-docs-site.md says how blocks are marked.
"""

import argparse
import asyncio
import os
import pathlib
import re
import sys
import time
from collections.abc import Iterator, Sequence

from app import launch, sandbox
from app.scratch import scratch
from app.settings import from_environment
from core.ids import public
from tenants.plans import PlanName
from tools.docs_links import dead_links
from tools.docs_page import Counts, Page, Place

_MOMENT = re.compile(r"^<!-- at (\S+) -->$", re.MULTILINE)
ROOT = pathlib.Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.docs_run", description=__doc__)
    parser.add_argument("pages", nargs="*", type=pathlib.Path)
    parser.add_argument("--verbose", action="store_true", help="show what every block printed")
    options = parser.parse_args(arguments)
    paths = [each.resolve() for each in options.pages] or list(pages())
    counts = Counts(pages=len(paths))
    for moment in sorted({moment_of(path) for path in paths}):
        chosen = [path for path in paths if moment_of(path) == moment and blocks_of(path)]
        if chosen:
            follow(chosen, moment, counts, verbose=options.verbose)
    counts.failures += _by_tests(counts)
    if not options.pages:
        counts.links, dead = dead_links(ROOT, paths)
        counts.failures += dead
    for failure in counts.failures:
        print(failure)
    print(
        f"{counts.pages} pages, {counts.run} blocks run, {counts.compared} outputs compared, {counts.links} links, "
        f"{len(counts.failures)} failed"
    )
    return 1 if counts.failures else 0


def moment_of(path: pathlib.Path) -> str:
    """When a page's reader asks, or nothing for now: `<!-- at 2026-11-21T12:00:00Z -->` on a line of its own."""
    found = _MOMENT.search(path.read_text("utf-8"))
    return found[1] if found else ""


def blocks_of(path: pathlib.Path) -> bool:
    return "```" in path.read_text("utf-8")


def follow(paths: Sequence[pathlib.Path], moment: str, counts: Counts, *, verbose: bool) -> None:
    """Start a service, at this moment if there is one, and follow each page in a sandbox of its own."""
    extra = {"COUNTERMARK_OUTBOUND_ALLOW": "127.0.0.0/8", "COUNTERMARK_EPOCH_EVERY_S": "5"}
    if moment:
        clock = pathlib.Path(__file__).parent / "docs_clock"
        extra |= {"DOCS_MOMENT": moment, "PYTHONPATH": f"{clock}{os.pathsep}{ROOT}"}
    with scratch("docs") as folder:
        extra["COUNTERMARK_DROP_DIR"] = str(folder / "drop")
        variables = launch.environment(folder / "data", extra=extra)
        with launch.running(variables) as service:
            for number, path in enumerate(paths):
                place = _place(folder / f"page-{number}", variables, service, path.stem)
                _follow(Page(path, ROOT, place, verbose=verbose), counts)


def pages() -> Iterator[pathlib.Path]:
    yield ROOT / "README.md"
    yield from sorted(each for each in (ROOT / "docs").rglob("*.md"))


def _place(
    folder: pathlib.Path, variables: dict[str, str], service: launch.RunningService, name: str
) -> Place:
    made = asyncio.run(sandbox.create(from_environment(variables), name, PlanName.UNMETERED))
    folder.mkdir()
    return Place(
        folder=folder,
        variables=variables,
        url=service.rest_url,
        grpc=service.grpc_address,
        key=made.key,
        client_id=made.client_id,
        client_secret=made.client_secret,
        tenant=public("ten", made.tenant_id),
        environment=public("env", made.environment_id),
    )


def _follow(page: Page, counts: Counts) -> None:
    began, before = time.monotonic(), counts.run
    page.follow(counts)
    if counts.run > before:
        print(f"{page.name}: {counts.run - before} blocks in {time.monotonic() - began:.1f} s", flush=True)


def _by_tests(counts: Counts) -> list[str]:
    """Run the tests that pages name. Returns: which failed."""
    if not counts.tests:
        return []
    command = [sys.executable, "-m", "pytest", "-q", *sorted(counts.tests)]
    done = asyncio.run(_ended(command))
    return [] if done == 0 else [f"{' '.join(sorted(counts.tests))}: failed"]


async def _ended(command: list[str]) -> int:
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    return await process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
