"""One step as a request of Postman's format, version 2.1."""

import hashlib
import json
import re
import uuid

from tools.postman.document import Document, Json, Object, Operation
from tools.postman.scripts import tests_of
from tools.postman.steps import ScenarioMissing, Step

VARIABLE = re.compile(r"{{(\w+)}}")
_NUMBER = re.compile(r'"#({{\w+}})"')
_SPACE = uuid.UUID("6f1f7a52-7d0b-5a63-9a5c-2f6a1c0c7a10")
"""Of all ids of the collection, which are made of names: the same input gives the same bytes."""


def id_of(*names: str) -> str:
    return str(uuid.uuid5(_SPACE, hashlib.sha256("\0".join(names).encode()).hexdigest()))


def item(document: Document, step: Step, *, at: str, before: str = "") -> Object:
    """Return the request. at: its place in the collection, which its id is made of. before: id of the one before it.

    Raises: ScenarioMissing.
    """
    operation = document.operations.get(step.operation)
    if operation is None:
        raise ScenarioMissing(
            f"{at}: docs/openapi.json has no operation {step.operation}; take the step out."
        )
    request: Object = {
        "method": operation.method,
        "header": _headers(operation, step),
        "url": _url(operation, step),
        "description": "\n\n".join(
            filter(None, [step.why, operation.description, f"Operation `{operation.id}`."])
        ),
    }
    if operation.body:
        request["body"] = _body(operation, step)
    if (auth := _auth(operation, step)) is not None:
        request["auth"] = auth
    events: list[Json] = [_script("test", tests_of(document, operation, step, before))]
    if step.before:
        events.insert(0, _script("prerequest", list(step.before)))
    return {
        "id": id_of(at, step.operation),
        "name": step.name or operation.summary,
        "event": events,
        "request": request,
        "response": [],
    }


def _script(listen: str, lines: list[str]) -> Object:
    return {"listen": listen, "script": {"type": "text/javascript", "exec": [*lines]}}


def script(listen: str, text: str) -> Object:
    return _script(listen, text.split("\n"))


def _headers(operation: Operation, step: Step) -> list[Json]:
    headers = dict(step.headers)
    if operation.keyed:
        headers.setdefault("Idempotency-Key", "{{$guid}}")
    if operation.body and not step.form:
        headers.setdefault("Content-Type", step.media or operation.body)
    return [{"key": name, "value": value} for name, value in sorted(headers.items()) if value]


def _url(operation: Operation, step: Step) -> Object:
    unknown = {*step.path} - {*operation.path_names} | {*step.query} - {*operation.queries}
    if unknown:
        raise ScenarioMissing(f"{operation.id} has no parameter {', '.join(sorted(unknown))}; mend its step.")
    path = operation.path
    for name in operation.path_names:
        path = path.replace(f"{{{name}}}", step.path.get(name, f"{{{{{name}}}}}"))
    required = {name: f"{{{{{name}}}}}" for name, must in operation.queries.items() if must}
    query = {**required, **step.query}
    parts: list[Json] = [*path.strip("/").split("/")]
    url: Object = {"raw": "{{base_url}}" + path, "host": ["{{base_url}}"], "path": parts}
    if query:
        url["raw"] = f"{url['raw']}?" + "&".join(f"{name}={value}" for name, value in query.items())
        url["query"] = [{"key": name, "value": value} for name, value in query.items()]
    return url


def _body(operation: Operation, step: Step) -> Object:
    if step.form:
        return {"mode": "formdata", "formdata": [_field(*each) for each in step.form.items()]}
    if step.text:
        return {"mode": "raw", "raw": step.text}
    body = _json(operation, step)
    if operation.body == "application/x-www-form-urlencoded":
        if not isinstance(body, dict):
            raise ScenarioMissing(f"{operation.id} takes a form; give its fields in a step.")
        return {"mode": "urlencoded", "urlencoded": [{"key": k, "value": v} for k, v in body.items()]}
    raw = _NUMBER.sub(r"\1", json.dumps(body, ensure_ascii=False, indent=2))
    return {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}


def _json(operation: Operation, step: Step) -> Json:
    body = operation.example if step.body is None else step.body
    if body is None and step.change:
        body = {}
    if body is None:
        raise ScenarioMissing(
            f"{operation.id} has no example of its body in docs/openapi.json: give it one (`example=` of the operation), "
            f"or a step in tools/postman/reference with `body` or `form`."
        )
    if isinstance(body, dict):
        kept = {name: value for name, value in body.items() if name not in step.without}
        return {**kept, **step.change}
    return body


def _field(name: str, value: str) -> Object:
    if value.startswith("@"):
        return {"key": name, "type": "file", "src": value[1:]}
    return {"key": name, "type": "text", "value": value}


def _auth(operation: Operation, step: Step) -> Object | None:
    if step.auth is None and not operation.public:
        return None
    if not step.auth:
        return {"type": "noauth"}
    return {"type": "bearer", "bearer": [{"key": "token", "value": step.auth, "type": "string"}]}
