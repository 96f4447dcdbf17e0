"""The whole collection and its environments: flows first, then every operation by tag."""

import json
from collections.abc import Iterable

from tools.postman.document import Document, Json, Object, Operation
from tools.postman.flows import FLOWS
from tools.postman.items import VARIABLE, id_of, item, script
from tools.postman.reference import REFERENCE
from tools.postman.scripts import AFTER_ALL, BEFORE_ALL
from tools.postman.steps import Folder, ScenarioMissing, Step

COLLECTION = "postman/countermark.postman_collection.json"
LOCAL = "postman/local.postman_environment.json"
LIVE = "postman/live.postman_environment.json"
SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"

SECRETS = (
    "client_secret",
    "api_key",
    "member_password",
    "second_password",
    "leaver_password",
    "invitation_token",
    "closing_key",
)
PLAIN = ("client_id", "member_address", "second_address", "leaver_address", "chain")
DYNAMIC = (
    "run",
    "started",
    "now",
    "today",
    "an_hour_ago",
    "yesterday",
    "a_month_ago",
    "in_a_month",
    "access_token",
    "access_token_until",
    "asked",
)
"""Variables that the script before every request sets."""

WORDS = """\
Every operation of Countermark: the flows of four kinds of user, then the complete reference by tag.

Choose the environment `Countermark local`, set `client_id` and `client_secret` (or `api_key`), and send, or run a folder from its first
request on: ids that one request makes are variables of the next. See docs/postman.md."""


def files(data: bytes) -> dict[str, bytes]:
    """Return what is generated of the document, by path from the root. Raises: ScenarioMissing."""
    document = Document(data)
    return {
        COLLECTION: _bytes(collection(document)),
        LOCAL: _bytes(environment("Countermark local", "http://127.0.0.1:8080")),
        LIVE: _bytes(environment("Countermark live", "https://countermark.example.com")),
    }


def folders(document: Document) -> list[Folder]:
    """Return the reference, with a plain step for each operation that has none. Raises: ScenarioMissing."""
    told = {each.name: each for each in REFERENCE}
    words = dict(document.tags)
    strangers = {*told} - {*words}
    if strangers:
        raise ScenarioMissing(
            f"docs/openapi.json has no tag {', '.join(sorted(strangers))}; take its folder out."
        )
    asked = {step.operation for folder in REFERENCE for step in folder.steps}
    reference = []
    for name in [*told, *(each for each in words if each not in told)]:
        steps = told[name].steps if name in told else ()
        left = [each for each in document.operations.values() if each.tag == name and each.id not in asked]
        reference.append(Folder(name=name, words=words[name], steps=(*steps, *_plain(document, left))))
    return reference


def _plain(document: Document, left: list[Operation]) -> list[Step]:
    """Steps for operations that have none: what makes a thing first, and keeps its id for those that name it; what removes it last."""

    def turn(operation: Operation) -> int:
        if operation.method == "POST" and not operation.path_names:
            return 0
        return {"GET": 1, "DELETE": 3}.get(operation.method, 2)

    def save(operation: Operation) -> dict[str, str]:
        required = document.resolve(operation.shape or {}).get("required")
        if operation.method != "POST" or not isinstance(required, list) or "id" not in required:
            return {}
        below = [each.path.removeprefix(f"{operation.path}/").split("/")[0] for each in left if each.path.startswith(f"{operation.path}/{{")]  # fmt: skip
        return {name.strip("{}"): "id" for name in below}

    return [Step(operation=each.id, save=save(each)) for each in sorted(left, key=turn)]


def collection(document: Document) -> Object:
    """Raises: ScenarioMissing, naming the operation that cannot be asked."""
    known = {"base_url", *SECRETS, *PLAIN, *DYNAMIC}
    flows = [_folder(document, each, {*known}) for each in FLOWS]
    inner = [_folder(document, each, known) for each in folders(document)]
    reference: Object = {
        "id": id_of("folder", "reference"),
        "name": "Reference",
        "description": "Every operation, by tag, in an order in which each finds what the ones before it made.",
        "item": [*inner],
    }
    return {
        "info": {
            "_postman_id": id_of("collection"),
            "name": document.title,
            "description": WORDS,
            "schema": SCHEMA,
        },
        "auth": {
            "type": "bearer",
            "bearer": [{"key": "token", "value": "{{access_token}}", "type": "string"}],
        },
        "event": [script("prerequest", BEFORE_ALL), script("test", AFTER_ALL)],
        "item": [*flows, reference],
    }


def _folder(document: Document, folder: Folder, known: set[str]) -> Object:
    """known: variables that are set before the folder; those that its steps set are put in."""
    items: list[Json] = []
    before = ""
    for number, step in enumerate(folder.steps):
        request = item(document, step, at=f"{folder.name}/{number}", before=before)
        known |= {*step.sets}
        _require(document.operations[step.operation], folder, request, known)
        known |= {*step.save}
        before = str(request["id"])
        items.append(request)
    return {
        "id": id_of("folder", folder.name),
        "name": folder.name,
        "description": folder.words,
        "item": items,
    }


def _require(operation: Operation, folder: Folder, request: Object, known: Iterable[str]) -> None:
    """Raises: ScenarioMissing for a variable that nothing before this request sets."""
    text = json.dumps({name: value for name, value in request.items() if name != "event"})
    missing = sorted({*VARIABLE.findall(text)} - {*known})
    if missing:
        raise ScenarioMissing(
            f"{operation.id} ({folder.name}) needs {', '.join(missing)}, which no request before it saves: "
            f"add a step for it to tools/postman/reference, or `save` it in an earlier one."
        )


def environment(name: str, base_url: str) -> Object:
    """An environment without a secret in it."""
    values: list[Json] = [{"key": "base_url", "value": base_url, "type": "default", "enabled": True}]
    values += [{"key": key, "value": "", "type": "default", "enabled": True} for key in PLAIN]
    values += [{"key": key, "value": "", "type": "secret", "enabled": True} for key in SECRETS]
    return {
        "id": id_of("environment", name),
        "name": name,
        "values": values,
        "_postman_variable_scope": "environment",
    }


def _bytes(value: Object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
