"""A stranger's sandbox on the running service, its worker and all: its clock is moved, and what time brings comes by itself."""

import datetime as dt
import time
from collections.abc import Callable
from typing import cast
from uuid import uuid4

import httpx

from tests.e2e.watched import Watched
from tests.resolution.workflows.documents import document

DAY_S = 86_400
PATIENCE_S = 60.0


class Developer:
    """Somebody with a sandbox of their own."""

    def __init__(self, rest: httpx.Client) -> None:
        self._rest = rest
        made = rest.post("/api/v1/sandbox", json={"name": "Asha Bank"}).json()
        self.key = str(made["api_key"])

    def ask(self, method: str, path: str, body: object = None) -> dict[str, object]:
        headers = {"x-api-key": self.key, "idempotency-key": uuid4().hex}
        answer = self._rest.request(method, f"/api/v1{path}", headers=headers, json=body)
        assert answer.status_code < 300, answer.text
        return cast("dict[str, object]", answer.json())

    def begin(self, wanted: dict[str, object]) -> str:
        """Push a workflow and make it the one that serves. Returns: its id."""
        version = self.ask("POST", "/workflows", {"document": wanted, "reason": "to try it"})
        asked = {"version_id": version["id"], "reason": "to try it"}
        self.ask("POST", f"/workflows/{version['workflow_id']}/activate", asked)
        return str(version["workflow_id"])

    def advance(self, by_s: int) -> None:
        self.ask("POST", "/sandbox/clock/advance", {"by_s": by_s})

    def instances(self, workflow_id: str) -> list[str]:
        page = self.ask("GET", f"/workflow-instances?workflow_id={workflow_id}")
        return [str(each["status"]) for each in cast("list[dict[str, object]]", page["data"])]

    def flagged(self) -> list[tuple[str, str]]:
        page = self.ask("GET", "/payout-anomalies?limit=100")
        return [(each["payout_id"], each["kind"]) for each in cast("list[dict[str, str]]", page["data"])]


def until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.2)
    return False


def test_time_brings_what_it_brings(service: Watched) -> None:
    """One sandbox is moved by three days, and another of the same service is not: waits end, a case is overdue and begins a workflow
    whose own wait ends a move later, and a payout is late; in the other nothing of it."""
    with service.rest() as rest:
        moved, other = Developer(rest), Developer(rest)
        waits, follows, promised = {}, {}, {}
        for each in (moved, other):
            waits[each] = each.begin(document({"rest": {"wait": "P3D"}}))
            late = document(
                {"rest": {"wait": "PT2H"}}, schedule={"on": {"one": {"with": {"type": "case.overdue"}}}}
            )
            late["document"] = {**cast("dict[str, object]", late["document"]), "name": "after-overdue"}
            follows[each] = each.begin(late)
            each.ask("POST", f"/workflows/{waits[each]}/instances", {"subject": "s1", "input": {}})
            each.ask("PUT", "/case-queues/fraud", {"team": "Desk"})
            each.ask("POST", "/cases", {"queue": "fraud", "title": "Card used in two countries"})
            now = dt.datetime.fromisoformat(str(each.ask("GET", "/sandbox/clock")["now"]))
            payout = {
                "id": "P-1", "payee_id": "payee-1", "amount_minor": 1_250_000, "currency": "INR", "method": "neft",
                "bank": "bank-north", "created_at": now.isoformat(), "due_at": (now + dt.timedelta(days=1)).isoformat(),
            }  # fmt: skip
            promised[each] = (str(each.ask("POST", "/payouts", payout)["id"]), "late")
        assert until(lambda: moved.instances(waits[moved]) == ["waiting"])
        moved.advance(3 * DAY_S + 60)
        assert until(lambda: moved.instances(waits[moved]) == ["completed"])
        assert until(lambda: moved.instances(follows[moved]) == ["waiting"])
        assert until(lambda: promised[moved] in moved.flagged())
        moved.advance(2 * 3_600 + 60)
        assert until(lambda: moved.instances(follows[moved]) == ["completed"])
        assert other.instances(waits[other]) == ["waiting"]
        assert other.instances(follows[other]) == []
        assert promised[other] not in other.flagged()
