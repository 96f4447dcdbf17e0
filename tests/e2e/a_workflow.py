"""Workflows of a tenant: one with two versions and an open instance, one with a trial, made through the services."""

from collections.abc import Mapping

from core.ids import public
from resolution.workflows.entities import INSTANCE, VERSION, WORKFLOW, Version
from resolution.workflows.trial_entities import TRIAL, Terms
from tests.product import Party, Product
from tests.resolution.workflows.documents import ask, document

TEMPLATE = "refund"


async def one_of_each(product: Product, party: Party, word: str) -> dict[str, str]:
    """Returns: the ids by the names that operations give them. template: what ships, and so is everybody's."""
    services, caller = product.services, party.system
    version, other = await _two_versions(product, party, word, "flow")
    begun = await services.workflow_instances.start(caller, version.workflow_id, f"{word}-open", {})
    tried, candidate = await _two_versions(product, party, word, "tried")
    terms = Terms(candidate_version=candidate.id)
    trial = await services.workflow_trials.start(caller, tried.workflow_id, terms, f"{word} tries")
    return {
        "workflow_id": public(WORKFLOW, version.workflow_id),
        "workflow_version_id": public(VERSION, version.id),
        "other_workflow_version_id": public(VERSION, other.id),
        "trial_id": public(TRIAL, trial.id),
        "instance_id": public(INSTANCE, begun.id),
        "template": TEMPLATE,
    }


def requests(ids: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """What operations ask beside the ids of their paths."""
    return {
        "activateWorkflow": {"version_id": ids["workflow_version_id"], "reason": "Agreed."},
        "listWorkflowChanges": {"against": ids["workflow_version_id"]},
        "startWorkflowTrial": {"candidate_version": ids["other_workflow_version_id"], "reason": "Again."},
        "endWorkflowTrial": {"ending": "keep", "reason": "Enough."},
    }


async def _two_versions(product: Product, party: Party, word: str, name: str) -> tuple[Version, Version]:
    """Push two versions of a workflow; the first is active."""
    workflows, caller = product.services.workflows, party.system
    pushed = []
    for task in ("ask", "again"):
        wanted = document(ask(task))
        wanted["document"] = {
            "dsl": "1.0.0",
            "namespace": f"{word}-desk",
            "name": f"{word}-{name}",
            "version": "1.0.0",
        }
        pushed.append(await workflows.push(caller, wanted, f"{word} asks"))
    await workflows.activate(caller, pushed[0].workflow_id, pushed[0].id, "for a test")
    return pushed[0], pushed[1]
