"""Notes of rules: the service's own are said in the caller's language, a tenant's are quoted."""

import pathlib

import msgspec

from core.postgres import EmbeddedPostgres
from inference.catalogue import Language
from inference.entities import DecideCommand
from payments.gateway_facts import Routing
from rules import shipped
from rules.entities import Draft
from tests.product import product

# Nobody failed and nobody is left to try: the default stops, and says why.
STOPPED = {
    "method": "card", "amount_minor": 100_000, "currency": "INR", "candidates": [{"gateway": "alpha", "fee_bps": 100}],
    "tried": [{"gateway": "alpha", "method": "card", "at": "2026-11-20T10:00:00Z", "succeeded": False, "failure_code": "stolen_card"}],
}  # fmt: skip


def question(language: Language) -> DecideCommand:
    return DecideCommand(use_case="gateway-route", event=msgspec.convert(STOPPED, Routing), language=language)


async def test_notes_follow_the_language(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> None:
    """The same rules in both, by digest; once the tenant activated the very same graph as its own, its words stand as written."""
    async with product(postgres, tmp_path) as opened:
        services, caller = opened.services, opened.asha.system
        english = await services.decisions.decide(caller, question("en"))
        hindi = await services.decisions.decide(caller, question("hi"))
        assert english.rules.notes
        assert len(hindi.rules.notes) == len(english.rules.notes)
        assert all(note.endswith("।") for note in hindi.rules.notes)
        assert hindi.rules.digest == english.rules.digest
        default = shipped.version("gateway-route")
        pushed = await services.rulesets.push(
            caller, "gateway-route", Draft(graph=default.graph, fallback=default.fallback, reason="Ours now.")
        )
        assert pushed.id is not None
        await services.rulesets.activate(caller, "gateway-route", pushed.id, "Ours now.")
        own = await services.decisions.decide(caller, question("hi"))
        assert own.rules.notes == english.rules.notes
