"""The parts that every place of a document is read with. What is wrong is noted and reading goes on, so that all is told at once."""

from collections.abc import Container, Mapping

from core.json_values import JsonValue
from resolution.workflows import durations
from resolution.workflows.expressions import Expression, Template, compile_expression, compile_template
from resolution.workflows.findings import Findings
from resolution.workflows.limits import WAIT_MS_MAX
from resolution.workflows.tasks import EventFilter, Task
from rules.language.tokens import NotInLanguage

NOTHING: Mapping[str, tuple[str, str]] = {}


class Reader:
    """actions, kinds: what may be called and listened to. schemas: of the arguments of actions, by name. called, lists, by_path, count: what was found so far."""

    def __init__(
        self,
        findings: Findings,
        actions: Container[str],
        kinds: Container[str],
        schemas: Mapping[str, Mapping[str, JsonValue]],
    ) -> None:
        self.findings = findings
        self.actions = actions
        self.kinds = kinds
        self.schemas = schemas
        self.called: set[str] = set()
        self.lists: dict[str, tuple[Task, ...]] = {}
        self.by_path: dict[str, Task] = {}
        self.count = 0

    def add(self, path: str, reason: str, fix: str) -> None:
        self.findings.add(path, reason, fix)

    def mapping(self, value: object, path: str, fix: str) -> dict[str, object]:
        if isinstance(value, dict):
            return value
        self.add(path, "An object is needed here.", fix)
        return {}

    def keys(
        self,
        value: Mapping[str, object],
        path: str,
        allowed: Container[str],
        refused: Mapping[str, tuple[str, str]] = NOTHING,
    ) -> None:
        """Note every key that is not taken: by the DSL's own name where it is one."""
        for key in value:
            if key not in allowed:
                reason, fix = refused.get(key, ("There is no such property here.", "Remove it."))
                self.add(f"{path}/{key}", reason, fix)

    def text(self, value: object, path: str, most: int, fix: str) -> str:
        if isinstance(value, str) and 0 < len(value) <= most:
            return value
        self.add(path, f"A text of 1 to {most} characters is needed here.", fix)
        return ""

    def expression(self, value: object, path: str, names: frozenset[str]) -> Expression | None:
        if not isinstance(value, str):
            self.add(path, "An expression is needed here.", "Write a text: ${ $input.amount_minor > 1000 }.")
            return None
        try:
            return compile_expression(value, names)
        except NotInLanguage as error:
            self.add(path, error.reason, error.fix)
            return None

    def optional_expression(
        self, holder: Mapping[str, object], key: str, path: str, names: frozenset[str]
    ) -> Expression | None:
        return self.expression(holder[key], f"{path}/{key}", names) if key in holder else None

    def template(self, value: object, path: str, names: frozenset[str]) -> Template:
        """Read a value whose texts may be expressions; a finding names the text itself."""
        if isinstance(value, dict | list):
            parts = value.items() if isinstance(value, dict) else enumerate(value)
            for key, each in parts:
                self.template(each, f"{path}/{key}", names)
            return Template(None) if self.findings.found else compile_template(value, names)
        try:
            return compile_template(value, names)
        except NotInLanguage as error:
            self.add(path, error.reason, error.fix)
            return Template(None)

    def object_template(self, value: object, path: str, names: frozenset[str]) -> Template:
        return self.template(self.mapping(value, path, "Send an object."), path, names)

    def duration(self, value: object, path: str, most_ms: int = WAIT_MS_MAX) -> int:
        try:
            found = durations.milliseconds(value)
        except durations.NotADuration as error:
            self.add(path, "It is not a duration.", str(error))
            return 0
        if found > most_ms:
            self.add(path, f"It is longer than {most_ms // 1000} seconds.", "Make it shorter.")
        return found

    def timeout(self, value: object, path: str, most_ms: int = WAIT_MS_MAX) -> int:
        holder = self.mapping(value, path, "Write {after: {minutes: 5}}.")
        self.keys(holder, path, {"after"})
        found = self.duration(holder.get("after"), f"{path}/after", most_ms)
        return max(found, 1)

    def event_filter(
        self, strategy: Mapping[str, object], path: str, names: frozenset[str], *, with_subject: bool
    ) -> EventFilter | None:
        """Read `{one: {with: {type, subject, data}}}`. names: what `data` may read."""
        many = (
            "Only `one` event is waited for.",
            "Write one: {with: {type: …}}; use several workflows for several.",
        )
        self.keys(strategy, path, {"one"}, {"all": many, "any": many, "until": many})
        one = self.mapping(strategy.get("one"), f"{path}/one", "Write one: {with: {type: …}}.")
        self.keys(
            one,
            f"{path}/one",
            {"with"},
            {"correlate": ("`correlate` is not supported.", "Use `subject` and `data`.")},
        )
        path = f"{path}/one/with"
        wanted = self.mapping(one.get("with"), path, "Write with: {type: …}.")
        self.keys(wanted, path, {"type", "subject", "data"} if with_subject else {"type", "data"})
        kind = self.text(wanted.get("type"), f"{path}/type", 64, "Name an event of the catalogue.")
        if kind and kind not in self.kinds:
            self.add(
                f"{path}/type",
                "There is no such event.",
                "Name one of docs/webhooks.md, such as payout.credited.",
            )
        subject = None
        if "subject" in wanted:
            subject = self.template(wanted["subject"], f"{path}/subject", names - {"$event"})
        data = self.optional_expression(wanted, "data", path, names)
        return EventFilter(type=kind, subject=subject, data=data)
