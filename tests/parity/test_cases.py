"""Alerts and cases: the same on both faces."""

from uuid import uuid4

from tests.parity.faces import Parity

ANEW = ("id", "raised_at", "last_at", "changed_at", "number", "opened_at", "due_at", "closed_at", "at")
WORDS = ("detail",)


async def test_alerts(parity: Parity) -> None:
    """Raised twice it is one alert; both faces see it counted, known and resolved, and refuse alike."""
    wanted = {"kind": "late-file", "subject": f"file-{uuid4()}", "severity": "high", "data": {"bank": "axis"}}
    rest, rpc = await parity.both("createAlert", wanted, ignored=(*ANEW, "count"))
    assert (rest.body["id"], rest.body["count"], rpc.body["count"]) == (rpc.body["id"], 1, 2)
    one = {"alert_id": rest.body["id"]}
    known, _ = await parity.both("acknowledgeAlert", one)
    assert known.body["state"] == "acknowledged"
    listed, _ = await parity.both(
        "listAlerts", {"state": "acknowledged", "kind": "own.late-file", "severity_min": "high"}
    )
    assert known.body in listed.body["data"]  # type: ignore[operator]
    theirs = parity.product.other.sandbox_key
    foreign, _ = await parity.both("getAlert", one, credential=theirs)
    assert foreign.code == "alert_not_found"
    await parity.rest("resolveAlert", one, {"x-api-key": parity.product.asha.sandbox_key})
    over, _ = await parity.both("resolveAlert", one)
    assert over.code == "alert_resolved"
    refused, _ = await parity.both("createAlert", {**wanted, "kind": "Not a slug"}, ignored=WORDS)
    assert refused.fields == ("kind",)


async def test_alert_rules(parity: Parity) -> None:
    """What one face sets the other shows; what ships with the service is shown before; none at all is none."""
    shipped, _ = await parity.both("getAlertRules")
    assert shipped.body["number"] == 0
    rule = {
        "name": "upi", "kinds": ["gateway.*"], "where": [{"field": "method", "values": ["upi"]}], "severity": "low",
    }  # fmt: skip
    await parity.both("setAlertRules", {"rules": [rule]}, ignored=ANEW)
    shown, _ = await parity.both("getAlertRules")
    assert shown.body["rules"][0]["group_by"] == "subject"  # type: ignore[index]
    lost, _ = await parity.both("setAlertRules", {"rules": [{**rule, "queue": "nowhere"}]}, ignored=WORDS)
    assert lost.code == "case_queue_not_found"
    none, _ = await parity.both("setAlertRules", {"rules": []}, ignored=ANEW)
    assert none.body.get("rules", []) == []


async def test_cases(parity: Parity) -> None:
    """Opened, taken, moved, closed and shown alike; another tenant's is not found."""
    queue = f"desk-{uuid4().hex[:8]}"
    settings = {"queue": queue, "team": "Fraud desk", "sla_minutes": {"high": 30}, "results": ["ok", "bad"]}
    await parity.both("setCaseQueue", settings)
    listed, _ = await parity.both("listCaseQueues")
    assert queue in [each["name"] for each in listed.body["data"]]  # type: ignore[attr-defined]
    wanted = {"queue": queue, "title": "seen in two countries", "priority": "high", "skill": "cards"}
    await parity.both("openCase", wanted, ignored=ANEW)
    nobody, _ = await parity.both("takeNextCase", {"queue": queue})
    assert nobody.body.get("case") is None
    taken, _ = await parity.both("takeNextCase", {"queue": queue, "skills": ["cards"]}, ignored=ANEW)
    one = {"case_id": taken.body["case"]["id"]}  # type: ignore[index]
    await parity.both("moveCase", {**one, "waiting": True, "comment": "asked them"})
    joined, _ = await parity.both("moveCase", {**one, "evidence": ["dec_01kc1x5w3efvr9q2d8m4n6p7hs"]})
    assert joined.body["evidence"] == ["dec_01kc1x5w3efvr9q2d8m4n6p7hs"]
    await parity.both("listCaseSteps", one)
    await parity.both("listCases", {"queue": queue, "state": "waiting", "limit": 1})
    theirs = parity.product.other.sandbox_key
    foreign, _ = await parity.both("getCase", one, credential=theirs)
    assert foreign.code == "case_not_found"
    bad, _ = await parity.both("closeCase", {**one, "result": "unheard_of"}, ignored=WORDS)
    assert bad.fields == ("result",)
    early, _ = await parity.both("approveCase", {**one, "approved": True}, ignored=WORDS)
    assert early.code == "case_not_proposed"
    closed = await parity.rest(
        "closeCase", {**one, "result": "ok"}, {"x-api-key": parity.product.asha.sandbox_key}
    )
    assert closed.body["state"] == "closed"
    over, _ = await parity.both("closeCase", {**one, "result": "ok"})
    assert over.code == "case_closed"
    await parity.both("getCase", one)
