"""Releases of a bank with several members, on the product as it runs: what tests of them make, ask and read."""

import dataclasses
from collections.abc import Mapping
from uuid import UUID

import msgspec

from api.services import Services
from core.ids import parse
from inference.entities import DecideCommand, Decision
from inference.releases.entities import NewRelease, Release
from rules.entities import Draft
from tenants.permissions import Role
from tenants.principals import Principal
from tenants.sessions import SignIn
from tests.inference.own_versions import USE_CASE, files_of
from tests.inference.versions import small_version
from tests.product import Party, Product
from tests.rules.graphs import Json, expressions, graph, table
from tests.tenants.conftest import PASSWORD, a_member


def by_names(**values: str) -> Json:
    """A ruleset whose bounds have names: decline_at, review_at."""
    rows = [
        {"p": ">= decline_at", "o": "'decline'"},
        {"p": ">= review_at", "o": "'review'"},
        {"o": "'approve'"},
    ]
    bounds = {"decline_at": "0.9", "review_at": "0.5", **values}
    return graph(
        expressions("Bounds", bounds), table(rows, inputs={"p": "probability"}, outputs={"o": "outcome"})
    )


@dataclasses.dataclass(frozen=True)
class Desk:
    """author, second: members of the tenant, each with a session. Principals act in one environment."""

    product: Product
    party: Party
    author: Mapping[str, Principal]
    second: Mapping[str, Principal]

    @property
    def services(self) -> Services:
        return self.product.services

    async def version(self, word: str, mode: str = "sandbox") -> UUID:
        """Upload a version of the tenant's own."""
        kept = await self.services.registry.upload(self.author[mode], USE_CASE, word, files_of(word))
        return kept.id

    async def columns_version(self, mode: str = "sandbox") -> UUID:
        """Upload a version of columns of the tenant's own, which has none of the catalogue's features."""
        kept = await self.services.registry.upload(
            self.author[mode], USE_CASE, "columns", small_version().files
        )
        return kept.id

    async def ruleset(self, made: Json, mode: str = "sandbox") -> UUID:
        draft = Draft(graph=made, fallback="review", reason="a test")
        pushed = await self.services.rulesets.push(self.author[mode], USE_CASE, draft)
        assert pushed.id is not None
        return pushed.id

    async def release(
        self, version_id: UUID | None, ruleset: UUID | None, mode: str = "sandbox", **thresholds: float
    ) -> Release:
        wanted = NewRelease(
            use_case=USE_CASE,
            version_id=version_id,
            ruleset_version_id=ruleset,
            thresholds=thresholds,
            reason="a test",
        )
        return await self.services.releases.create(self.author[mode], wanted)

    async def decide(self, mode: str = "sandbox", customer: str = "anil") -> Decision[msgspec.Struct]:
        command = DecideCommand(use_case=USE_CASE, customer_id=customer)
        return await self.services.decisions.decide(self.author[mode], command)

    def id_of(self, made: Decision[msgspec.Struct]) -> UUID:
        return parse("dec", made.id)

    async def deciding(self, mode: str = "sandbox") -> tuple[str, str]:
        """Which version of a model and which rules decide, as an answer names them: their digests."""
        made = await self.decide(mode)
        return made.model.digest, made.rules.digest


def digests(release: Release) -> tuple[str, str]:
    return release.model_digest.hex(), release.rules_digest.hex()


async def a_desk(product: Product, party: Party) -> Desk:
    services = product.services
    live = await services.tenants.system_caller(party.tenant.id, "live")
    people = []
    for role in (Role.OWNER, Role.ADMIN):
        member = await a_member(services, live, role)  # type: ignore[arg-type]
        session = await services.sessions.sign_in(SignIn(address=member.address, password=PASSWORD))
        people.append(
            {
                mode: await services.authenticator.authenticate(f"Bearer {token}", None)
                for mode, token in (("live", session.live_token), ("sandbox", session.sandbox_token))
            }
        )
    return Desk(product=product, party=party, author=people[0], second=people[1])
