"""`countermark workflows trial`, as it is run: a version is tried by name, compared, listed and adopted, each with its reason."""

import asyncio
import json
import pathlib

from click.testing import CliRunner, Result

from app.cli.workflows import workflows
from core.errors import InvalidRequest
from core.ids import public
from resolution.workflows.trial_entities import TrialEnded
from tests.product import Product
from tests.resolution.workflows.documents import document


async def test_a_version_is_tried_and_adopted(
    running: Product, environment: dict[str, str], tmp_path: pathlib.Path
) -> None:
    """The newest version is the candidate unless another is named; what ended ends no more, and who did what and why is listed."""
    tenant = ["--tenant", public("ten", running.asha.tenant.id)]

    async def ran(*said: str) -> Result:
        return await asyncio.to_thread(CliRunner(env=environment).invoke, workflows, [*said, *tenant])

    file = tmp_path / "flow.json"
    file.write_text(json.dumps(document({"rest": {"wait": "PT1H"}})))
    await ran("push", str(file), "--reason", "for a test")
    await ran("activate", "a-test", "--reason", "agreed")
    file.write_text(json.dumps(document({"rest": {"wait": "PT2H"}})))
    version = json.loads((await ran("push", str(file), "--reason", "longer")).stdout)
    refused = await ran("trial", "start", "a-test", "--within-s", "5", "--reason", "longer")
    assert isinstance(refused.exception, InvalidRequest)
    begun = json.loads((await ran("trial", "start", "a-test", "--share", "50", "--reason", "longer")).stdout)
    assert (begun["candidate_version"], begun["share_percent"]) == (version["id"], 50)
    compared = json.loads((await ran("trial", "compare", begun["id"])).stdout)
    assert (compared["verdict"], compared["candidate"]["instances"]) == ("undecided", 0)
    ended = json.loads((await ran("trial", "end", begun["id"], "--adopt", "--reason", "it is")).stdout)
    assert (ended["status"], ended["ended_as"], ended["ended_reason"]) == ("ended", "adopted", "it is")
    assert json.loads((await ran("trial", "show", begun["id"])).stdout) == ended
    assert json.loads((await ran("trial", "list", "a-test")).stdout)["data"] == [ended]
    again = await ran("trial", "end", begun["id"], "--keep", "--reason", "no")
    assert isinstance(again.exception, TrialEnded)
    changes = json.loads((await ran("activations", "a-test")).stdout)["data"]
    assert [(each["version_id"], each["reason"]) for each in changes] == [
        (version["id"], "it is"),
        (begun["control_version"], "agreed"),
    ]
