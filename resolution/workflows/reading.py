"""A document read into a workflow, or refused: every place by its path, what is not supported by its name."""

import re
from collections.abc import Container, Mapping

import msgspec

from core.json_values import JsonValue
from resolution.workflows import task_reading
from resolution.workflows.findings import Findings
from resolution.workflows.limits import DOCUMENT_BYTES_MAX
from resolution.workflows.reader import Reader
from resolution.workflows.tasks import Definition, EventFilter

NOTHING_KNOWN: Mapping[str, Mapping[str, JsonValue]] = {}
_SUPPORTED = frozenset({"document", "do", "schedule", "timeout"})
_DOCUMENT = frozenset({"dsl", "namespace", "name", "version", "title", "summary", "tags", "metadata"})
_UNSUPPORTED = {
    "input": ("`input` is not supported.", "Start with an object; tasks read it as $input."),
    "output": (
        "`output` is not supported.",
        "Data of an instance is deleted when it ends; emit an event instead.",
    ),
    "use": (
        "`use` is not supported.",
        "Write retries and errors where they are used; secrets belong to connectors.",
    ),
    "evaluate": ("`evaluate` is not supported.", "Expressions are those of the rules."),
}
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_VERSION = re.compile(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?")


def read(
    document: object,
    actions: Container[str],
    kinds: Container[str],
    schemas: Mapping[str, Mapping[str, JsonValue]] = NOTHING_KNOWN,
) -> Definition:
    """Read a document.

    actions: names that `call` may use. kinds: of the events that there are. schemas: of what actions are called with, where that is to be
    checked.
    Raises: WorkflowRefused, naming every place that is wrong.
    """
    findings = Findings()
    if not isinstance(document, dict):
        findings.add("", "A workflow is an object.", "Send `document` and `do`.")
        findings.refuse()
        raise AssertionError("what is no object is refused")  # noqa: TRY004  it is never reached
    if len(msgspec.json.encode(document)) > DOCUMENT_BYTES_MAX:
        findings.add("", f"It is larger than {DOCUMENT_BYTES_MAX} bytes.", "Split it into several workflows.")
        findings.refuse()
    reader = Reader(findings, actions, kinds, schemas)
    reader.keys(document, "", _SUPPORTED, _UNSUPPORTED)
    head = _head(document.get("document"), findings, reader)
    tasks = task_reading.task_list(reader, document.get("do"), "/do", 1, task_reading.ROOT_SCOPE)
    starts_on = _schedule(document.get("schedule"), reader)
    timeout_ms = reader.timeout(document.get("timeout"), "/timeout") if "timeout" in document else None
    findings.refuse()
    return Definition(
        name=head["name"],
        namespace=head["namespace"],
        version=head["version"],
        title=head["title"],
        tasks=tasks,
        starts_on=starts_on,
        timeout_ms=timeout_ms,
        actions=tuple(sorted(reader.called)),
        lists=reader.lists,
        by_path=reader.by_path,
    )


def _head(value: object, findings: Findings, reader: Reader) -> dict[str, str]:
    head = reader.mapping(value, "/document", "Send dsl, namespace, name and version.")
    reader.keys(head, "/document", _DOCUMENT, {})
    dsl = head.get("dsl")
    if not isinstance(dsl, str) or not dsl.startswith("1.0."):
        findings.add("/document/dsl", "Only version 1.0 of the DSL is read.", "Write '1.0.0'.")
    for key, pattern, fix in (
        ("namespace", _NAME, "Use small letters, digits and dashes, at most 63."),
        ("name", _NAME, "Use small letters, digits and dashes, at most 63."),
        ("version", _VERSION, "Write a semantic version, such as '1.0.0'."),
    ):
        text = head.get(key)
        if not isinstance(text, str) or not pattern.fullmatch(text):
            findings.add(f"/document/{key}", f"`{key}` is missing or not valid.", fix)
    title = head.get("title", "")
    if not isinstance(title, str) or len(title) > 200:
        findings.add("/document/title", "A title is a text.", "Use at most 200 characters.")
    return {key: str(head.get(key, "")) for key in ("namespace", "name", "version", "title")}


def _schedule(value: object, reader: Reader) -> EventFilter | None:
    if value is None:
        return None
    schedule = reader.mapping(value, "/schedule", "Write on: {one: {with: {type: …}}}.")
    reader.keys(
        schedule,
        "/schedule",
        frozenset({"on"}),
        {
            name: (f"`{name}` is not supported.", "Start by an event, over REST or gRPC.")
            for name in ("every", "cron", "after")
        },
    )
    strategy = reader.mapping(schedule.get("on"), "/schedule/on", "Write one: {with: {type: …}}.")
    return reader.event_filter(strategy, "/schedule/on", frozenset({"$event"}), with_subject=False)


def described(document: Mapping[str, object]) -> str:
    """The title of a document that was read before, or its name."""
    head = document.get("document")
    return str(head.get("title") or head.get("name")) if isinstance(head, Mapping) else ""
