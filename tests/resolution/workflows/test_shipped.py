"""The workflows that ship, each run to every end that it has, on a real database and a real connector."""

from collections.abc import Mapping

import pytest

from core.event_kinds import EVENT_KINDS
from resolution.workflows import reading, shipped
from tests.resolution.workflows.conftest import ACTIONS, World

TRANSACTION = {"id": "t1", "amount_minor": 5}
TICKET = {"text": "My refund is missing."}

Run = tuple[
    str, Mapping[str, object], Mapping[str, list[int]], Mapping[str, Mapping[str, object]], list[str | int],
    list[str], str,
]  # fmt: skip
"""Name, input, statuses that the connector answers with first, what actions give, then hours to wait or choices to make, and at
last the actions that were called and how it ended."""

DOWN = [503] * 20
APPROVED = {"outcome": "approve", "decision": "dec_x"}
RUNS: dict[str, Run] = {
    "bank answers": ("bank-timeout-retry", {}, {}, {}, [1], ["http.call"], "completed"),
    "bank answers late": ("bank-timeout-retry", {}, {"/http.call": [503, 503]}, {}, [1, 2, 3], ["http.call"] * 3, "completed"),
    "bank never answers": (
        "bank-timeout-retry", {}, {"/http.call": DOWN}, {}, [1, 2, 3, 5, 9],
        ["http.call"] * 5 + ["case.open", "alert.raise"], "completed",
    ),
    "document comes": ("missing-pan", {}, {}, {}, ["received"], ["http.call"] * 2, "completed"),
    "document is refused": ("missing-pan", {}, {}, {}, ["refused"], ["http.call", "case.open"], "completed"),
    "document never comes": (
        "missing-pan", {}, {}, {}, [72, 72, 72], ["http.call"] * 3 + ["case.open"], "completed",
    ),
    "document comes late": ("missing-pan", {}, {}, {}, [72, "received"], ["http.call"] * 3, "completed"),
    "finance sends again": (
        "high-value-stuck", {}, {}, {}, ["send_again"], ["alert.raise", "case.open", "http.call"], "completed",
    ),
    "an admin returns": (
        "high-value-stuck", {}, {}, {}, [4, "return_funds"], ["alert.raise", "case.open", "http.call"], "completed",
    ),
    "nobody decides": ("high-value-stuck", {}, {}, {}, [4, 24], ["alert.raise", "case.open"], "completed"),
    "a duplicate": ("duplicate-payment", {}, {}, {}, ["duplicate"], ["case.open", "http.call"], "completed"),
    "a duplicate that cannot be refunded": (
        "duplicate-payment", {}, {"/http.call": [422]}, {}, ["duplicate"], ["case.open", "http.call", "case.open"], "completed",
    ),
    "no duplicate": ("duplicate-payment", {}, {}, {}, ["distinct"], ["case.open"], "completed"),
    "nobody looks": ("duplicate-payment", {}, {}, {}, [48], ["case.open", "alert.raise"], "completed"),
    "own payment": (
        "dispute", {"transaction": TRANSACTION, "known_device": True, "known_location": True}, {}, {"/decide": APPROVED},
        ["verified"], ["decide", "http.call"], "completed",
    ),
    "password fails": (
        "dispute", {"transaction": TRANSACTION, "known_device": True, "known_location": True}, {}, {"/decide": APPROVED},
        ["failed"], ["decide", "http.call", "http.call", "case.open"], "completed",
    ),
    "password never comes": (
        "dispute", {"transaction": TRANSACTION, "known_device": True, "known_location": True}, {}, {"/decide": APPROVED},
        [1], ["decide", "http.call", "http.call", "case.open"], "completed",
    ),
    "strange device": (
        "dispute", {"transaction": TRANSACTION, "known_device": False, "known_location": True}, {}, {"/decide": APPROVED},
        [], ["decide", "http.call", "case.open"], "completed",
    ),
    "fraud check is down": (
        "dispute", {"transaction": TRANSACTION, "known_device": True, "known_location": True}, {"/decide": DOWN}, {},
        [1, 1, 1], ["decide"] * 4 + ["http.call", "case.open"], "completed",
    ),
    "the case cannot be opened": (
        "dispute", {"transaction": TRANSACTION, "known_device": False, "known_location": True}, {"/case.open": [422]},
        {"/decide": APPROVED}, [], ["decide", "http.call", "case.open", "http.call"], "faulted",
    ),
    "a small refund": ("refund", {"amount_minor": 100}, {}, {}, [], ["http.call"] * 2, "completed"),
    "a large refund": ("refund", {"amount_minor": 5_000_000}, {}, {}, ["approve"], ["http.call"] * 2, "completed"),
    "a refund is refused": ("refund", {"amount_minor": 5_000_000}, {}, {}, ["refuse"], [], "completed"),
    "nobody approves": ("refund", {"amount_minor": 5_000_000}, {}, {}, [48], [], "completed"),
    "unlocked": ("account-unlock", {}, {}, {}, ["verified"], ["http.call"] * 2, "completed"),
    "unlocked at the second try": ("account-unlock", {}, {}, {}, ["failed", "verified"], ["http.call"] * 3, "completed"),
    "stays locked": ("account-unlock", {}, {}, {}, ["failed", 1, "failed"], ["http.call"] * 3 + ["case.open"], "completed"),
    "fraud": ("card-block", {}, {}, {}, ["fraud"], ["http.call", "alert.raise", "case.open"], "completed"),
    "no fraud": ("card-block", {}, {}, {}, ["no_fraud"], ["http.call", "alert.raise", "case.open", "http.call"], "completed"),
    "nobody says": ("card-block", {}, {}, {}, [72], ["http.call", "alert.raise", "case.open"], "completed"),
    "the card cannot be blocked": (
        "card-block", {}, {"/http.call": [422]}, {}, [], ["http.call", "case.open"], "faulted",
    ),
    "a ticket about money": (
        "ticket-escalation", {"ticket": TICKET}, {}, {"/decide": {"answer": {"route": "finance", "urgent": True, "root_cause": "refund_missing"}}},
        [], ["decide", "case.open"], "completed",
    ),
    "an urgent ticket": (
        "ticket-escalation", {"ticket": TICKET}, {}, {"/decide": {"answer": {"route": "l1", "urgent": True, "root_cause": "fraud_report"}}},
        [], ["decide", "case.open"], "completed",
    ),
    "a plain ticket": (
        "ticket-escalation", {"ticket": TICKET}, {}, {"/decide": {"answer": {"route": "l1", "urgent": False, "root_cause": "login_problem"}}},
        ["solved"], ["decide", "case.open"], "completed",
    ),
    "nobody answers a ticket": (
        "ticket-escalation", {"ticket": TICKET}, {}, {"/decide": {"answer": {"route": "l1", "urgent": False, "root_cause": "login_problem"}}},
        [24], ["decide", "case.open", "case.open"], "completed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
async def test_each_end(world: World, name: str) -> None:
    """What is called, how often, and how it ends, of each way through each workflow that ships."""
    template, given, refuse, answers, then, called, status = RUNS[name]
    world.bank.refuse |= {path: list(statuses) for path, statuses in refuse.items()}
    world.bank.answers |= {path: dict(answer) for path, answer in answers.items()}
    workflow = await world.workflows.activate_template(world.caller, template, "a test")
    begun = await world.instances.start(world.caller, workflow.id, "s1", given)
    await world.runner.run_due()
    for each in then:
        if isinstance(each, int):
            await world.later(hours=each, minutes=10)
        else:
            shown = await world.instances.get(world.caller, begun.id)
            assert shown.task is not None, shown
            await world.instances.answer(world.caller, begun.id, shown.task, each)
            await world.runner.run_due()
    shown = await world.instances.get(world.caller, begun.id)
    assert [path.removeprefix("/") for path in world.bank.paths] == called
    assert shown.status == status


def test_every_template_is_run_and_valid() -> None:
    """Each template passes the checks of a tenant's own documents, and has a run above."""
    templates = shipped.templates()
    assert {run[0] for run in RUNS.values()} == set(templates)
    for template in templates.values():
        assert reading.read(template.document, ACTIONS, EVENT_KINDS).name == template.name
