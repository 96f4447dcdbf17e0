"""Runs cases: for each driver one process, for each case a proxy of its own and so a client of its own."""

import asyncio
import contextlib
import hashlib
import os
import pathlib
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from typing import cast

import msgspec

from sdk_clients.conformance import checks, drivers
from sdk_clients.conformance.case_files import Case, Expect, File, Look, Step, at_path, filled
from sdk_clients.conformance.drivers import Driver, DriverBroken, DriverLine
from sdk_clients.conformance.proxy import FaultProxy
from sdk_clients.conformance.stage import Stage
from sdk_clients.conformance.values import Json, differences

_SETTINGS: dict[str, Json] = {"timeout_ms": 15_000, "max_retries": 3}


class Verdict(msgspec.Struct, frozen=True):
    """Of one case in one language. complaints: none where it passed."""

    language: str
    case: str
    complaints: list[str]
    took_s: float


Told = Callable[[Verdict], None]


class _Play(msgspec.Struct, kw_only=True):
    """A case while it is played. known: what it may name by now. keys: the idempotency keys that were seen."""

    case: Case
    driver: Driver
    proxy: FaultProxy
    settings: dict[str, Json]
    known: dict[str, Json]
    keys: set[str]


class LanguageRun(msgspec.Struct, frozen=True, kw_only=True):
    """What the cases of one language share. folder: for files that cases send, and the driver's log."""

    language: str
    line: DriverLine
    stage: Stage
    folder: pathlib.Path

    async def run(self, cases: Sequence[Case], told: Told) -> list[Verdict]:
        """Run every case, none left out; a driver that broke is started again for the next one."""
        verdicts: list[Verdict] = []
        waiting = list(cases)
        while waiting:
            try:
                async with drivers.running(self.line, self.folder / f"{self.language}.log") as driver:
                    while waiting and driver.runs:
                        verdict = await self._judged(waiting.pop(0), driver)
                        verdicts.append(verdict)
                        told(verdict)
                        if any(line.startswith("driver: ") for line in verdict.complaints):
                            break
            except DriverBroken as broken:
                for case in waiting:
                    verdicts.append(Verdict(self.language, case.name, [f"driver: {broken}"], 0.0))
                    told(verdicts[-1])
                waiting.clear()
        return verdicts

    async def _judged(self, case: Case, driver: Driver) -> Verdict:
        began = time.monotonic()
        try:
            complaints = await self._play(case, driver)
        except DriverBroken as broken:
            complaints = [f"driver: {broken}"]
        except (KeyError, IndexError, TypeError) as error:
            complaints = [f"the answer lacks what a later step needs: {error!r}"]
        return Verdict(self.language, case.name, complaints, time.monotonic() - began)

    async def _play(self, case: Case, driver: Driver) -> list[str]:
        known = self._known(case)
        for one in case.before:
            await self.stage.prepare(one, known)
        keys: set[str] = set()
        async with FaultProxy(self.stage.port).running() as proxy:
            settings = {
                "base_url": proxy.url,
                **_SETTINGS,
                **self.stage.credential(case.credential),
                **cast("dict[str, Json]", filled(case.client, known)),
            }
            play = _Play(case=case, driver=driver, proxy=proxy, settings=settings, known=known, keys=keys)
            for number, step in enumerate(case.steps):
                complaints = await self._step(step, play)
                if complaints:
                    return [f"step {number + 1}: {line}" for line in complaints]
        return []

    async def _step(self, step: Step, play: "_Play") -> list[str]:
        known = play.known
        if step.pause_ms:
            await asyncio.sleep(step.pause_ms / 1000)
        play.proxy.set(step.faults, step.token_faults)
        request: dict[str, Json] = {
            "client": play.settings,
            "call": step.call,
            "args": filled(cast(Json, step.args), known),
            "options": filled(cast(Json, step.options), known),
        }
        began = time.monotonic()
        answer = await play.driver.call(request, play.case.timeout_s)
        took_ms = (time.monotonic() - began) * 1000
        expect = _filled_expect(step.expect, known)
        complaints = checks.of_step(step, expect, answer, play.proxy.seen, play.keys, took_ms)
        if complaints:
            return complaints
        for name, path in step.save.items():
            known[name] = at_path(answer["value"], path)
        if expect.progress is not None:
            complaints += _of_progress(answer["value"], int(str(known[f"size:{expect.progress}"])))
        for look in _filled_expect(step.expect, known).server:
            complaints += await self._look(look)
        return complaints

    async def _look(self, look: Look) -> list[str]:
        answer = await self.stage.ask("GET", look.path)
        if answer.status_code != 200:
            return [f"{look.path} answered {answer.status_code}"]
        found = cast(Json, answer.json())
        complaints = [] if look.value is None else differences(cast(Json, look.value), found, look.path)
        if look.count is not None:
            complaints += differences({"$len": look.count}, at_path(found, "data"), f"{look.path} data")
        if look.contains is not None:
            complaints += differences({"$contains": look.contains}, found, look.path)
        return complaints

    def _known(self, case: Case) -> dict[str, Json]:
        """What a case may name: a word of its own, credentials and its files."""
        known = self.stage.known() | {"fresh": f"c{uuid.uuid4().hex}", "uuid": str(uuid.uuid4())}
        for name, file in case.files.items():
            data = _written(file, str(known["fresh"]))
            path = self.folder / f"{known['fresh']}-{name}"
            if file.pipe:
                _piped(path, data)
            else:
                path.write_bytes(data)
            known[f"file:{name}"] = str(path)
            known[f"size:{name}"] = len(data)
            known[f"sha256:{name}"] = hashlib.sha256(data).hexdigest()
        return known


def _piped(path: pathlib.Path, data: bytes) -> None:
    """Make a named pipe, which waits for whoever reads it."""

    def write() -> None:
        with contextlib.suppress(OSError):  # it was not read to its end, which the case is to complain of
            path.write_bytes(data)

    os.mkfifo(path)
    threading.Thread(target=write, daemon=True).start()


def _written(file: File, fresh: str) -> bytes:
    pad = "x" * file.pad
    lines = (
        file.row.replace("{n}", str(number)).replace("{fresh}", fresh).replace("{pad}", pad)
        for number in range(file.rows)
    )
    return "\n".join([file.header, *lines, ""]).encode()


def _filled_expect(expect: Expect, known: dict[str, Json]) -> Expect:
    """Fill an expectation; what a step saves is known after it only, so unknown names stay for later."""
    plain = cast(Json, msgspec.to_builtins(expect))
    return msgspec.convert(filled(plain, _Lenient(known)), type=Expect)


class _Lenient(dict[str, Json]):
    """Names that are not known yet stay as they are written."""

    def __missing__(self, name: str) -> Json:
        return "${" + name + "}"


def _of_progress(value: Json, size: int) -> list[str]:
    """Reports of an upload grow to its size, begin again only where it was sent again, and end at the whole."""
    reports = value.get("progress") if isinstance(value, dict) else None
    if not isinstance(reports, list) or len(reports) < 2:
        return [f"progress is {reports!r}, not two reports or more"]
    pairs = [(int(str(at_path(each, "0"))), int(str(at_path(each, "1")))) for each in reports]
    if any(total != size or not 0 <= sent <= size for sent, total in pairs):
        return [f"a report is not of {size} bytes: {pairs[:5]}"]
    return [] if pairs[-1][0] == size else [f"the last report is {pairs[-1]}, not of all {size} bytes"]
