"""What is supported is read, what is not is refused by its name, and the published schema agrees."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from core.event_kinds import EVENT_KINDS
from resolution.workflows import reading, shipped
from resolution.workflows.expressions import ExpressionFailed, compile_expression
from resolution.workflows.findings import WorkflowRefused
from resolution.workflows.retries import next_at_ms
from resolution.workflows.tasks import Retry
from rules.language.tokens import NotInLanguage
from tests.resolution.workflows.documents import RETRY, ask, call, document

jsonschema_rs = pytest.importorskip("jsonschema_rs")  # schemathesis brings it
SCHEMA = json.loads((Path(__file__).parents[3] / "docs/schemas/workflow.json").read_text())
ACTIONS = {"http.call", "case.open"}

REFUSED: dict[str, tuple[Mapping[str, object], str]] = {
    "fork": ({"x": {"fork": {"branches": []}}}, "do[0].x.fork"),
    "run": ({"x": {"run": {"script": {}}}}, "do[0].x.run"),
    "call http": ({"x": {"call": "http", "with": {}}}, "do[0].x.call"),
    "retry without a limit": ({"x": {"try": [call("a")], "catch": {"retry": {"delay": "PT1S"}}}}, "do[0].x.catch.retry.limit"),
    "named retry": ({"x": {"try": [call("a")], "catch": {"retry": "mine"}}}, "do[0].x.catch.retry"),
    "all of several events": ({"x": {"listen": {"to": {"all": []}}}}, "do[0].x.listen.to.all"),
    "months": ({"x": {"wait": "P1M"}}, "do[0].x.wait"),
    "two keys": ({"x": {"wait": "PT1H"}, "y": {"wait": "PT1H"}}, "do[0]"),
    "unknown property": ({"x": {"wait": "PT1H", "colour": "red"}}, "do[0].x.colour"),
    "input of a task": ({"x": {"set": {}, "input": {"from": "."}}}, "do[0].x.input"),
    "foreign event": ({"x": {"emit": {"event": {"with": {"type": "order.created", "data": {"name": "a"}}}}}}, "do[0].x.emit.event.with.type"),
    "role": ({"x": {"listen": {"to": {"one": {"with": {"type": "human.answered", "task": "t", "roles": ["boss"], "choices": ["a"]}}}}}}, "do[0].x.listen.to.one.with.roles"),
}  # fmt: skip
"""Wrong in form: the schema says so too."""

MEANINGLESS: dict[str, tuple[Mapping[str, object], str]] = {
    "unknown action": (call("x", "shell.run"), "do[0].x.call"),
    "unknown event": ({"x": {"listen": {"to": {"one": {"with": {"type": "moon.rise"}}}}}}, "do[0].x.listen.to.one.with.type"),
    "then to nowhere": ({"x": {"wait": "PT1H", "then": "nowhere"}}, "do[0].x.then"),
    "unknown name": ({"x": {"set": {"a": "${ $secrets.key }"}}}, "do[0].x.set.a"),
    "a part of a text": ({"x": {"set": {"a": "Dear ${ $input.name }"}}}, "do[0].x.set.a"),
    "a function without a bound": ({"x": {"set": {"a": "${ map($input.a, # + 1) }"}}}, "do[0].x.set.a"),
    "a clock": ({"x": {"set": {"a": "${ now() }"}}}, "do[0].x.set.a"),
    "jq": ({"x": {"set": {"a": "${ .input | keys }"}}}, "do[0].x.set.a"),
}  # fmt: skip


@pytest.mark.parametrize("name", [*REFUSED, *MEANINGLESS])
def test_what_is_wrong_is_named(name: str) -> None:
    """The path of the place, and what to write instead."""
    task, path = (REFUSED | MEANINGLESS)[name]
    with pytest.raises(WorkflowRefused) as refused:
        reading.read(document(task), ACTIONS, EVENT_KINDS)
    fields = {each.field for each in refused.value.fields}
    assert f"document.{path}" in fields
    assert all(each.fix for each in refused.value.fields)


def test_everything_wrong_is_told_at_once() -> None:
    """Two mistakes are two findings of one refusal."""
    with pytest.raises(WorkflowRefused) as refused:
        reading.read(document({"x": {"wait": "soon"}}, call("y", "shell.run")), ACTIONS, EVENT_KINDS)
    assert len(refused.value.fields) == 2


@pytest.mark.parametrize("name", REFUSED)
def test_the_schema_refuses_what_is_wrong_in_form(name: str) -> None:
    """Who validates with the published schema alone is not told that it is right."""
    assert not jsonschema_rs.is_valid(SCHEMA, document(REFUSED[name][0]))


def test_the_schema_takes_what_is_right() -> None:
    """Everything that ships, and a document of every kind of task."""
    each = document(
        call(
            "a",
            metadata={"compensate": {"call": "case.open", "with": {}}},
            export={"as": {"x": "${ $output.x }"}},
        ),
        {
            "b": {
                "try": [call("inner")],
                "catch": {
                    "as": "problem",
                    "retry": RETRY,
                    "do": [{"c": {"set": {"t": "${ $problem.title }"}}}],
                },
            }
        },
        {
            "d": {
                "for": {"each": "one", "in": "${ $input.many }"},
                "while": "${ $one != null }",
                "do": [{"e": {"wait": {"seconds": 1}}}],
            }
        },
        {"f": {"switch": [{"g": {"when": "${ $context.x == 'y' }", "then": "end"}}]}},
        ask("h", timeout={"after": "PT1H"}),
        {"i": {"raise": {"error": {"type": "runtime", "status": 500, "title": "over"}}}},
        {
            "j": {
                "emit": {
                    "event": {"with": {"type": "workflow.event", "data": {"name": "a.b", "facts": {"n": 1}}}}
                }
            }
        },
        schedule={
            "on": {"one": {"with": {"type": "payout.stuck", "data": "${ $event.data.amount_minor > 5 }"}}}
        },
        timeout={"after": "P9D"},
    )
    assert jsonschema_rs.is_valid(SCHEMA, each)
    assert len(reading.read(each, ACTIONS, EVENT_KINDS).by_path) == 10
    for template in shipped.templates().values():
        assert jsonschema_rs.is_valid(SCHEMA, dict(template.document))


@pytest.mark.parametrize(
    ("text", "scope", "value"),
    [
        ("${ $input.a.b }", {"$input": {"a": {"b": [1]}}}, [1]),
        ("${ $input.none.at.all }", {"$input": {}}, None),
        ("${ $input.a + 1 }", {"$input": {"a": 2}}, 3),
        ("${ 'Dear ' + $input.name }", {"$input": {"name": "Asha"}}, "Dear Asha"),
        (
            "${ $input.a > 1 and $input.b in ['x', 'y'] ? 'yes' : 'no' }",
            {"$input": {"a": 2, "b": "y"}},
            "yes",
        ),
        ("${ $input.a ?? 7 }", {"$input": {}}, 7),
        ("${ $input.text == '$input.a' }", {"$input": {"text": "$input.a", "a": 1}}, True),
    ],
)
def test_expressions(text: str, scope: dict[str, object], value: object) -> None:
    """Paths, arithmetic in whole numbers, texts, choices and defaults."""
    assert compile_expression(text, frozenset({"$input"})).evaluate(scope) == value  # type: ignore[arg-type]


def test_an_expression_that_cannot_be_evaluated_says_so() -> None:
    """Neither a silent false nor an error of the engine's own."""
    with pytest.raises(ExpressionFailed):
        compile_expression("${ $input.a > 1 }", frozenset({"$input"})).evaluate({"$input": {"a": "text"}})
    with pytest.raises(NotInLanguage):
        compile_expression("${ $input.a[0] }", frozenset({"$input"}))


def test_waits_grow_and_stop() -> None:
    """Constant, linear and exponential; by number and by time; jitter within its bounds and the same each time."""
    waits = {
        backoff: [
            next_at_ms(Retry(delay_ms=10, backoff=backoff, count=3), attempt, 0, 0, "s")
            for attempt in (1, 2, 3, 4)
        ]
        for backoff in ("constant", "linear", "exponential")
    }
    assert waits == {
        "constant": [10, 10, 10, None],
        "linear": [10, 20, 30, None],
        "exponential": [10, 20, 40, None],
    }
    assert next_at_ms(Retry(delay_ms=10, within_ms=100), 5, 0, 91, "s") is None
    drawn = [
        next_at_ms(Retry(delay_ms=10, jitter_from_ms=5, jitter_to_ms=9, count=9), 1, 0, 0, str(n))
        for n in range(50)
    ]
    assert len(set(drawn)) > 1
    assert all(each is not None and 15 <= each <= 19 for each in drawn)
    assert (
        next_at_ms(Retry(delay_ms=1 << 40, backoff="exponential", count=100), 99, 0, 0, "s")
        == 30 * 86_400_000
    )
