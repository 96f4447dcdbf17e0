"""Workflows are the same on both faces: checked, pushed, compared, activated, started, answered, ended."""

from tests.parity.faces import Parity, Plain
from tests.resolution.workflows.documents import ask, call, document

MADE = ("id", "started_at", "subject")


def of(name: str, *tasks: dict[str, object]) -> dict[str, object]:
    made = document(*tasks)
    return {**made, "document": {"dsl": "1.0.0", "namespace": "tests", "name": name, "version": "1.0.0"}}


async def pushed(parity: Parity, name: str, *tasks: dict[str, object]) -> Plain:
    """A workflow of these tasks, which the second face finds as it is."""
    version, _ = await parity.both("pushWorkflow", {"document": of(name, *tasks), "reason": "parity"})
    return version.body


async def test_a_document_is_checked(parity: Parity) -> None:
    """What it would do is told, and each place that is wrong, by its path."""
    opening = call("open", "case.open", **{"with": {"queue": "fraud", "title": "x"}})
    checked, _ = await parity.both("checkWorkflow", {"document": of("checked", opening)})
    assert checked.body["actions"] == ["case.open"]
    refused, _ = await parity.both(
        "checkWorkflow",
        {"document": of("checked", {"both": {"fork": {"branches": []}}}, {"x": {"wait": "1h"}})},
    )
    assert refused.code == "workflow_refused"
    assert refused.fields == ("document.do[0].both.fork", "document.do[1].x.wait")


async def test_arguments_of_actions_are_checked(parity: Parity) -> None:
    """What an action would refuse at three in the morning is refused when the workflow is written, by its place; expressions may be
    anything.
    """
    path = {"connector": "bank", "method": "POST", "path": "/x"}
    for name, action, given, fields in (
        ("missing", "http.call", {"method": "POST", "path": "/x"}, ("connector",)),
        ("unknown", "http.call", {**path, "url": "http://evil.example"}, ("url",)),
        ("method", "http.call", {**path, "method": "FETCH"}, ("method",)),
        ("kind", "case.open", {"queue": 5, "title": "x"}, ("queue",)),
        ("choice", "case.open", {"queue": "q", "title": "x", "priority": "asap"}, ("priority",)),
        ("inside", "case.open", {"queue": "q", "title": "x", "evidence": ["no id"]}, ("evidence[0]",)),
        ("empty", "case.move", {"case": "${ $input.case }", "waiting": "yes"}, ("waiting",)),
        ("fine", "case.open", {"queue": "${ $input.queue }", "title": "x", "priority": "${ $input.p }"}, ()),
    ):
        written = of(f"checked-{name}", {"a": {"call": action, "with": given}})
        answer, _ = await parity.both("checkWorkflow", {"document": written})
        assert answer.fields == tuple(f"document.do[0].a.with.{field}" for field in fields), name
        assert answer.code == ("workflow_refused" if fields else "ok"), name


async def test_every_template_fits_its_actions(parity: Parity) -> None:
    """What ships passes the check that a tenant's own documents pass."""
    listed, _ = await parity.both("listWorkflowTemplates")
    for template in listed.body["data"]:  # type: ignore[attr-defined]
        checked, _ = await parity.both("checkWorkflow", {"document": template["document"]})
        assert (checked.code, checked.fields) == ("ok", ()), template["name"]


async def test_versions_are_compared_and_activated(parity: Parity) -> None:
    """Two versions of one name; what changed is told, and the second one starts instances."""
    first = await pushed(parity, "compared", {"rest": {"wait": "PT1H"}})
    second = await pushed(parity, "compared", {"rest": {"wait": "PT2H"}})
    named = {"workflow_id": first["workflow_id"]}
    page, _ = await parity.both("listWorkflowVersions", {**named, "limit": 1})
    assert page.body["has_more"] is True
    await parity.both("getWorkflowVersion", {**named, "workflow_version_id": first["id"]})
    changed, _ = await parity.both(
        "listWorkflowChanges", {**named, "workflow_version_id": second["id"], "against": first["id"]}
    )
    assert changed.body["data"] == [{"path": "/do/0/rest/wait", "before": '"PT1H"', "after": '"PT2H"'}]
    change = {**named, "version_id": second["id"], "reason": "agreed"}
    active, _ = await parity.both("activateWorkflow", change)
    assert active.body["active_version"] == second["id"]
    await parity.both("getWorkflow", named)
    await parity.both("listWorkflows", {"limit": 1})
    idle, _ = await parity.both("deactivateWorkflow", named)
    kept, _ = await parity.both("listWorkflowActivations", {**named, "limit": 1})
    assert kept.body["has_more"] is True
    assert "active_version" not in idle.body or idle.body["active_version"] is None


async def test_templates(parity: Parity) -> None:
    """What ships is listed, taken by name, and unknown names are refused alike."""
    listed, _ = await parity.both("listWorkflowTemplates")
    assert len(listed.body["data"]) == 9  # type: ignore[arg-type]
    missing, _ = await parity.both("activateWorkflowTemplate", {"template": "none-such", "reason": "no"})
    assert missing.code == "workflow_template_not_found"


async def test_an_instance_lives_and_ends(parity: Parity) -> None:
    """Started under a key, listed, looked at, paused, resumed and cancelled; what is not waited for is refused alike."""
    version = await pushed(parity, "lived", ask())
    named = {"workflow_id": version["workflow_id"]}
    idle, _ = await parity.both(
        "startWorkflow", {**named, "subject": "s1"}, rest_key="wf-idle", rpc_key="wf-idle-rpc"
    )
    assert idle.code == "workflow_inactive"
    await parity.both("activateWorkflow", {**named, "version_id": version["id"], "reason": "agreed"})
    asked = {**named, "subject": "s1", "input": {"amount_minor": 5}}
    over_rest, over_rpc = await parity.both(
        "startWorkflow", asked, rest_key="wf-1", rpc_key="wf-2", rpc_only={"subject": "s2"}, ignored=MADE
    )
    again, _ = await parity.both("startWorkflow", asked, rest_key="wf-3", rpc_key="wf-4")
    assert again.code == "workflow_instance_open"
    begun = {"instance_id": over_rest.body["id"]}
    await parity.both("getWorkflowInstance", begun)
    page, _ = await parity.both("listWorkflowInstances", {**named, "limit": 1})
    assert page.body["has_more"] is True
    await parity.both("listWorkflowSteps", begun)
    answered, _ = await parity.both("answerWorkflowTask", {**begun, "task": "other", "choice": "pay"})
    assert answered.code == "nothing_to_answer"
    for operation in ("pauseWorkflowInstance", "resumeWorkflowInstance", "cancelWorkflowInstance"):
        await parity.both(operation, begun, rpc_only={"instance_id": over_rpc.body["id"]}, ignored=MADE)
    unknown, _ = await parity.both("getWorkflowInstance", begun, credential=parity.product.other.sandbox_key)
    assert unknown.code == "workflow_instance_not_found"


async def test_a_trial_is_started_compared_and_ended(parity: Parity) -> None:
    """With terms left out and given; one at a time; adopted, it is the active version. Another tenant finds none of it."""
    first = await pushed(parity, "tried", {"rest": {"wait": "PT1H"}})
    second = await pushed(parity, "tried", {"rest": {"wait": "PT2H"}})
    named = {"workflow_id": first["workflow_id"]}
    asked = {**named, "candidate_version": second["id"], "reason": "sooner"}
    idle, _ = await parity.both("startWorkflowTrial", asked)
    assert idle.code == "workflow_inactive"
    await parity.both("activateWorkflow", {**named, "version_id": first["id"], "reason": "agreed"})
    itself, _ = await parity.both("startWorkflowTrial", {**asked, "candidate_version": first["id"]})
    assert (itself.code, itself.fields) == ("workflow_trial_refused", ("candidate_version",))
    begun = await parity.rest("startWorkflowTrial", asked, parity.product.asha.headers)
    assert begun.body["success"] == ["completed"]
    again, _ = await parity.both("startWorkflowTrial", asked)
    assert again.code == "workflow_trial_running"
    trial = {"trial_id": begun.body["id"]}
    shown, _ = await parity.both("getWorkflowTrial", trial)
    assert (shown.body["status"], shown.body["share_percent"]) == ("running", 10)
    compared, _ = await parity.both("getWorkflowTrialComparison", trial, ignored=("until",))
    assert (compared.body["verdict"], compared.body["breached"]) == ("undecided", False)
    unknown, _ = await parity.both("getWorkflowTrial", trial, credential=parity.product.other.sandbox_key)
    assert unknown.code == "workflow_trial_not_found"
    ended = await parity.rest(
        "endWorkflowTrial", {**trial, "ending": "adopt", "reason": "good"}, parity.product.asha.headers
    )
    assert (ended.body["status"], ended.body["ended_as"]) == ("ended", "adopted")
    over, _ = await parity.both("endWorkflowTrial", {**trial, "ending": "keep", "reason": "no"})
    assert over.code == "workflow_trial_ended"
    page, _ = await parity.both("listWorkflowTrials", {**named, "status": "ended", "limit": 1})
    assert page.body["data"] == [ended.body]
    running, _ = await parity.both("listWorkflowTrials", {"status": "running", **named})
    assert running.body["data"] == []
