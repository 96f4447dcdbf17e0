"""Documents that several tests use."""

from collections.abc import Mapping


def document(*tasks: Mapping[str, object], **more: object) -> dict[str, object]:
    """A workflow of these tasks."""
    head = {"dsl": "1.0.0", "namespace": "tests", "name": "a-test", "version": "1.0.0"}
    return {"document": head, "do": list(tasks), **more}


def call(name: str, action: str = "http.call", **more: object) -> dict[str, object]:
    return {name: {"call": action, "with": {"reference": "${ $input.reference }"}, **more}}


def ask(name: str = "ask", **more: object) -> dict[str, object]:
    wanted = {
        "type": "human.answered",
        "task": "decide",
        "team": "finance",
        "roles": ["analyst"],
        "choices": ["pay", "stop"],
    }
    return {name: {"listen": {"to": {"one": {"with": wanted}}}, **more}}


RETRY = {"delay": {"hours": 1}, "backoff": {"exponential": {}}, "limit": {"attempt": {"count": 3}}}
