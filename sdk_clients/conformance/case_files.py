"""Cases as they are written: JSON, read into frozen structs that refuse an unknown field."""

import json
import pathlib
import re
from collections.abc import Iterator, Mapping
from typing import cast

import msgspec

from sdk_clients.conformance.values import Json

FOLDER = pathlib.Path(__file__).parent
DOCUMENT = FOLDER.parent.parent / "docs" / "openapi.json"
_NAME = re.compile(r"\$\{([a-z0-9_.:]+)\}")


# Open JSON is `object` in the structs: msgspec reads no recursive type. `filled` makes it Json again.


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the proxy does to one request. Without any field it passes the request on, and the answer back.

    status: answer this instead of passing on. problem: the members of the problem that is the body, over those of a plausible one.
    headers: of that answer; `Retry-After: +2` is the HTTP date two seconds after the answer's `Date`. text, content_type:
    another body. passed: pass the request on all the same, and drop its answer.
    reset: `before` the request is passed on, or `after` it was answered; `during`, once `after_bytes` of its body came.
    delay_ms: hold the answer back. drip: send it in this many pieces, 100 ms apart. truncate: after so many bytes of the body, end.
    garble: end the JSON of the body early, with a length that is right.
    date_skew_s: what is added to the time in the header `Date`.
    merge: members that are added to the answer's JSON. as_running: let the last event of a stream look like progress.
    cut_events: end a stream of events after so many.
    """

    status: int | None = None
    problem: dict[str, object] = {}
    headers: dict[str, str] = {}
    text: str | None = None
    content_type: str = "text/html"
    passed: bool = False
    reset: str | None = None
    after_bytes: int = 0
    delay_ms: int = 0
    drip: int = 0
    truncate: int | None = None
    garble: bool = False
    date_skew_s: int = 0
    merge: dict[str, object] = {}
    as_running: bool = False
    cut_events: int | None = None


class Wire(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the proxy must have seen of one step, token requests apart.

    requests: how many, or the least and the most. token_requests: at the token endpoint.
    paths: `METHOD /path` of each request, without its query. queries: what the query of each request contains.
    same_key: one Idempotency-Key on every request; new_key: and not that of an earlier step. key: this one.
    same_body: the same bytes each time. body_sha256: of the last request's body.
    sent: the JSON of every request's body holds this. waits_ms_min: between an answer and the next request.
    waits_ms_max: the same. headers: patterns that the headers of every request match.
    new_credential: the last request bears another one than the first.
    """

    requests: int | list[int] | None = None
    token_requests: int | list[int] | None = None
    paths: list[str] | None = None
    queries: list[str] | None = None
    same_key: bool = False
    new_key: bool = False
    key: str | None = None
    same_body: bool = False
    body_sha256: str | None = None
    sent: object = None
    waits_ms_min: list[int] = []
    waits_ms_max: list[int] = []
    headers: dict[str, str] = {}
    new_credential: bool = False


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the server itself must say afterwards, asked past the proxy. count: of `data` of a list."""

    path: str
    value: object = None
    count: int | None = None
    contains: str | None = None


class Expect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a step must come to: a value, or an error. either: one of these expectations instead.

    as_answered: the value holds all that the server's last answer held.
    answered_error: code, fix, title, detail and request id of the error are those of the last answer.
    took_ms_max: of the call. progress: the value's reports run up to the size of this file.
    """

    value: object = None
    error: dict[str, object] | None = None
    as_answered: bool = False
    answered_error: bool = False
    either: "list[Expect]" = []
    took_ms_max: int | None = None
    progress: str | None = None
    wire: Wire = Wire()
    server: list[Look] = []


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One call. faults: of its requests in order, and none for those after. save: names for parts of the value, by path."""

    call: str
    args: dict[str, object] = {}
    options: dict[str, object] = {}
    faults: list[Fault] = []
    token_faults: list[Fault] = []
    pause_ms: int = 0
    expect: Expect = Expect()
    save: dict[str, str] = {}


class Direct(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request that the runner makes itself, past the proxy, to set a stage. save: as of a step."""

    method: str = "POST"
    path: str
    body: object = None
    times: int = 1
    save: dict[str, str] = {}


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that a case sends. row: a line, in which `{n}` is its number and `{pad}` stands for `pad` letters. pipe: it is one, and can
    be read once.
    """

    header: str
    row: str
    rows: int
    pad: int = 0
    pipe: bool = False


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case: a client, what is there before, and steps. credential: which one the client has.

    about: the promise that it holds. needs: `worker`, where jobs behind the server take part.
    """

    name: str
    about: str
    steps: list[Step]
    credential: str = "api_key"
    client: dict[str, object] = {}
    before: list[Direct] = []
    files: dict[str, File] = {}
    needs: str = ""
    timeout_s: float = 60.0


def load() -> list[Case]:
    """Read every case, in the order of files and lines. Raises: msgspec.ValidationError, naming what does not fit."""
    cases: list[Case] = []
    for path in sorted((FOLDER / "cases").glob("*.json")):
        cases += msgspec.json.decode(path.read_bytes(), type=list[Case], strict=True)
    cases += _of_use_cases()
    names = [case.name for case in cases]
    assert len(names) == len(set(names)), "two cases have one name"
    return cases


def _of_use_cases() -> Iterator[Case]:
    """One case for each use case of the document, with its own example."""
    document = json.loads(DOCUMENT.read_text("utf-8"))
    for path, operations in document["paths"].items():
        if not path.startswith("/api/v1/inference/"):
            continue
        name = path.rpartition("/")[2]
        content = operations["post"]["requestBody"]["content"]["application/json"]
        (example,) = content["examples"].values()
        question = cast("dict[str, object]", example["value"])
        wire = Wire(requests=1, paths=[f"POST {path}"], sent=question, same_key=True)
        expect = Expect(value={"use_case": name}, as_answered=True, wire=wire)
        step = Step(call=f"inference.{name.replace('-', '_')}", args=question, expect=expect)
        about = "the example of the document is asked as it stands, and the whole answer comes back"
        yield Case(name=f"use-case-{name}", about=about, steps=[step])


def filled(value: object, known: Mapping[str, Json]) -> Json:
    """Put what is known in the place of `${name}`; a text that is nothing else becomes the value itself. Raises: KeyError."""
    if isinstance(value, dict):
        return {str(name): filled(each, known) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, known) for each in value]
    if not isinstance(value, str):
        return cast(Json, value)
    whole = _NAME.fullmatch(value)
    if whole is not None:
        return known[whole[1]]
    return _NAME.sub(lambda found: str(known[found[1]]), value)


def at_path(value: Json, path: str) -> Json:
    """Return the part of a value that a path such as `data.0.id` names; `*` is the list of what each element has there.

    Raises: KeyError, IndexError, TypeError.
    """
    parts = path.split(".") if path else []
    for place, part in enumerate(parts):
        if part == "*":
            rest = ".".join(parts[place + 1 :])
            return [at_path(each, rest) for each in cast("list[Json]", value)]
        value = value[int(part)] if isinstance(value, list) else cast("dict[str, Json]", value)[part]
    return value
