"""What a step came to, compared with what its case expects. Every function returns complaints; none where all is well."""

import itertools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from sdk_clients.conformance.case_files import Expect, Step, Wire
from sdk_clients.conformance.proxy import TOKEN_PATH, Seen
from sdk_clients.conformance.values import Json, differences, missing

_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
_EARLY_MS = 20
"""What a wait may be shorter than asked: clocks of two processes and timers that fire a little early."""


def of_step(
    step: Step,
    expect: Expect,
    answer: Mapping[str, Json],
    seen: Sequence[Seen],
    keys: set[str],
    took_ms: float,
) -> list[str]:
    """Judge one step. keys: the idempotency keys of earlier steps; those of this one are added."""
    if expect.either:
        told = [of_step(step, each, answer, seen, set(keys), took_ms) for each in expect.either]
        return [] if any(not each for each in told) else [f"neither: {each[0]}" for each in told]
    asked = [one for one in seen if one.path != TOKEN_PATH]
    complaints = _of_answer(expect, answer, asked)
    complaints += _of_wire(expect.wire, step, seen, asked, keys)
    if expect.took_ms_max is not None and took_ms > expect.took_ms_max:
        complaints.append(f"the call took {took_ms:.0f} ms, more than {expect.took_ms_max}")
    keys |= {key for one in asked if (key := one.header("idempotency-key"))}
    return complaints


def _of_answer(expect: Expect, answer: Mapping[str, Json], asked: Sequence[Seen]) -> list[str]:
    if expect.error is not None:
        return _of_error(expect, answer, asked)
    if answer.get("ok") is not True:
        return [f"it failed: {json.dumps(answer.get('error'), ensure_ascii=False)}"]
    value = answer.get("value")
    complaints = differences(cast(Json, expect.value), value) if expect.value is not None else []
    if expect.as_answered:
        complaints += missing(asked[-1].answered(), value) if asked else ["nothing was asked"]
    return complaints


def _of_error(expect: Expect, answer: Mapping[str, Json], asked: Sequence[Seen]) -> list[str]:
    error = answer.get("error")
    if answer.get("ok") is not False or not isinstance(error, dict):
        return [f"it did not fail, but answered {json.dumps(answer.get('value'), ensure_ascii=False)[:200]}"]
    complaints = differences(cast(Json, expect.error), error, "error")
    if expect.answered_error:
        if not asked:
            return ["nothing was asked"]
        problem = asked[-1].answered()
        if isinstance(problem, dict):
            wanted: Json = {name: problem.get(name) for name in ("status", "code", "fix", "request_id")}
        else:
            wanted = {"status": asked[-1].status, "request_id": asked[-1].request_id}
        complaints += differences(wanted, error, "error")
    return complaints


def _of_wire(
    wire: Wire, step: Step, seen: Sequence[Seen], asked: Sequence[Seen], keys: set[str]
) -> list[str]:
    tokens = [one for one in seen if one.path == TOKEN_PATH]
    complaints = _count("requests", wire.requests, len(asked))
    complaints += _count("token requests", wire.token_requests, len(tokens))
    complaints += _of_keys(wire, step, asked, keys)
    complaints += _of_bodies(wire, asked)
    complaints += _of_waits(wire, asked)
    if wire.paths is not None:
        found = [f"{one.method} {one.path}" for one in asked]
        complaints += [] if found == wire.paths else [f"it asked {found}, not {wire.paths}"]
    for index, text in enumerate(wire.queries or []):
        if index >= len(asked) or text not in asked[index].query:
            complaints.append(f"there is no {text} in the query of request {index}")
    for name, pattern in wire.headers.items():
        for one in asked:
            if not re.search(pattern, one.header(name) or ""):
                complaints.append(
                    f"the header {name} is {one.header(name)!r}, which does not match {pattern}"
                )
    if wire.new_credential and len({one.header("authorization") for one in (asked[0], asked[-1])}) < 2:
        complaints.append("the last request bears the credential of the first")
    return complaints


def _count(what: str, wanted: int | list[int] | None, found: int) -> list[str]:
    if wanted is None:
        return []
    least, most = (wanted, wanted) if isinstance(wanted, int) else wanted
    return [] if least <= found <= most else [f"there were {found} {what}, not {wanted}"]


def _of_keys(wire: Wire, step: Step, asked: Sequence[Seen], earlier: set[str]) -> list[str]:
    found = [one.header("idempotency-key") for one in asked]
    complaints = []
    if wire.same_key:
        if None in found or len(set(found)) != 1:
            complaints.append(f"the idempotency keys of the tries are {found}, not one")
        elif "idempotency_key" not in step.options and not _UUID4.fullmatch(str(found[0])):
            complaints.append(f"the idempotency key {found[0]} that was made is no UUID of version 4")
    if wire.key is not None and set(found) != {wire.key}:
        complaints.append(f"the idempotency keys are {found}, not the one that was given")
    if wire.new_key and any(key is None or key in earlier for key in found):
        complaints.append(f"the idempotency keys are {found}, of which one is missing or of an earlier call")
    return complaints


def _of_bodies(wire: Wire, asked: Sequence[Seen]) -> list[str]:
    complaints = []
    if wire.same_body and len({one.body_sha256 for one in asked}) != 1:
        complaints.append("the bodies of the tries are not the same bytes")
    if wire.body_sha256 is not None and (not asked or asked[-1].body_sha256 != wire.body_sha256):
        complaints.append("the last body is not the bytes of the file")
    if wire.sent is not None:
        for one in asked:
            complaints += missing(cast(Json, wire.sent), _json_of(one.body), "sent")
    return complaints


def _json_of(body: bytes | None) -> Json:
    try:
        return cast(Json, json.loads(body or b"null"))
    except ValueError:
        return None


def _of_waits(wire: Wire, asked: Sequence[Seen]) -> list[str]:
    waits = [(later.began - earlier.ended) * 1000 for earlier, later in itertools.pairwise(asked)]
    bounds: list[tuple[str, list[int], Callable[[float, int], bool]]] = [
        ("less than", wire.waits_ms_min, lambda wait, bound: wait < bound - _EARLY_MS),
        ("more than", wire.waits_ms_max, lambda wait, bound: wait > bound),
    ]
    complaints = []
    for word, limits, broken in bounds:
        if limits and len(waits) < len(limits):
            complaints.append(f"there were {len(waits)} waits, not {len(limits)}")
        for index, (wait, bound) in enumerate(zip(waits, limits, strict=False)):
            if broken(wait, bound):
                complaints.append(f"wait {index} was {wait:.0f} ms, {word} {bound}")
    return complaints
