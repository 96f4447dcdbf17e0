"""A workflow of a tenant with a version and an open instance, made through the services."""

from core.ids import public
from resolution.workflows.entities import INSTANCE, VERSION, WORKFLOW
from tests.product import Party, Product
from tests.resolution.workflows.documents import ask, document

TEMPLATE = "refund"


async def one_of_each(product: Product, party: Party, word: str) -> dict[str, str]:
    """Returns: the ids by the names that operations give them. template: what ships, and so is everybody's."""
    services, caller = product.services, party.system
    wanted = document(ask())
    wanted["document"] = {
        "dsl": "1.0.0",
        "namespace": f"{word}-desk",
        "name": f"{word}-flow",
        "version": "1.0.0",
    }
    version = await services.workflows.push(caller, wanted, f"{word} asks")
    await services.workflows.activate(caller, version.workflow_id, version.id)
    begun = await services.workflow_instances.start(caller, version.workflow_id, f"{word}-open", {})
    return {
        "workflow_id": public(WORKFLOW, version.workflow_id),
        "workflow_version_id": public(VERSION, version.id),
        "instance_id": public(INSTANCE, begun.id),
        "template": TEMPLATE,
    }
