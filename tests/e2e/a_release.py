"""A release of what answers and a ruleset of its own, for the world of a tenant."""

from collections.abc import Awaitable, Callable, Mapping

from core.ids import parse
from tests.inference.tenant_releases.desk import by_names
from tests.parity.faces import Plain
from tests.product import Party, Product

USE_CASE = "churn-score"


async def one_in_the_shadow(
    made: Callable[[str, Plain], Awaitable[dict[str, object]]], product: Product, party: Party
) -> dict[str, str]:
    """Returns: the release and its ruleset, by the names that requests give them."""
    ruleset = str((await made("pushRuleset", {"use_case": USE_CASE, "graph": by_names()}))["id"])
    asked = {"use_case": USE_CASE, "ruleset_version_id": ruleset, "thresholds": {}}
    release = str((await made("createRelease", asked))["id"])
    await product.services.release_shadows.start(party.system, parse("rel", release))
    return {"release_id": release, "release_ruleset_id": ruleset}


def asked(ids: Mapping[str, str]) -> dict[str, Plain]:
    """What must be asked where an operation's example does not do."""
    wanted = {"use_case": USE_CASE, "ruleset_version_id": ids["release_ruleset_id"], "thresholds": {}}
    return {"createRelease": wanted}
