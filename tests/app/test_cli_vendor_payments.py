"""`countermark vendor-payments`, as it is run on the server's own machine: a payment's life, and what it refuses."""

import asyncio
import json
from typing import cast

import msgspec
import pytest
from click.testing import CliRunner

from app.cli.vendor_payments import vendor_payments
from core.errors import InvalidRequest
from core.ids import public
from resolution.vendor_payments.entities import OwnProposal, VendorPaymentNotReleased, VendorPaymentsOff
from tests.e2e.a_vendor_payment import EXAMPLE, proposed
from tests.product import Product

Shown = dict[str, object]


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    return {
        **environment,
        "COUNTERMARK_CHAIN_ID": "31337",
        "COUNTERMARK_VENDOR_PAYMENTS_CONTRACT": "0x5fbdb2315678afecb367f032d93f642f64180aa3",
    }


async def ran(running: Product, environment: dict[str, str], name: str, *arguments: object) -> Shown:
    """Run a command as a process of its own would. Returns: what it prints. Raises: what it ended with."""
    tenant = ("--tenant", public("ten", running.asha.tenant.id))
    said = [name, *tenant, *(str(each) for each in arguments)]
    result = await asyncio.to_thread(CliRunner(env=environment).invoke, vendor_payments, said)
    if result.exception is not None:
        raise result.exception
    return cast(Shown, json.loads(result.stdout))


def options(**changes: object) -> list[object]:
    """The example of the API as options, with times as people write them."""
    wanted = {**EXAMPLE, "not_before": "2026-11-23", "deadline": "2099-12-31", **changes}
    return [each for name, value in wanted.items() for each in (f"--{name.replace('_', '-')}", value)]


async def test_the_life_of_a_payment(running: Product, environment: dict[str, str]) -> None:
    """Released, proven as far as it goes, settled; another one proposed, listed and withdrawn."""
    another = msgspec.structs.replace(running.asha.system, id="another")
    first = await proposed(running, another, "shared")
    released = await ran(running, environment, "release", first)
    assert (released["state"], released["vendor"]) == ("released", "shared prints")
    proof = await ran(running, environment, "release-proof", first)
    assert (proof["state"], proof["proof"]) == ("pending", None)
    settled = await ran(running, environment, "settle", first, "--rail-reference-sha256", "ab" * 32)
    assert settled["state"] == "settled"
    made = await ran(running, environment, "propose", *options())
    assert (made["vendor"], made["deadline"]) == (EXAMPLE["vendor"], "2099-12-31T00:00:00Z")
    assert await ran(running, environment, "get", made["id"]) == made
    listed = await ran(running, environment, "list", "--after", made["id"])
    assert [each["id"] for each in cast("list[Shown]", listed["data"])] == [first]
    with pytest.raises(OwnProposal):
        await ran(running, environment, "release", made["id"])
    with pytest.raises(VendorPaymentNotReleased):
        await ran(running, environment, "settle", made["id"], "--rail-reference-sha256", "ab" * 32)
    assert (await ran(running, environment, "cancel", made["id"]))["state"] == "cancelled"


async def test_what_cannot_be_proposed(running: Product, environment: dict[str, str]) -> None:
    """Options are refused as fields of the API are, and nothing is proposed without a contract to be bound to."""
    for changed in ({"payer": "0x12"}, {"currency": "inr"}, {"deadline": "2020-01-01"}):
        with pytest.raises(InvalidRequest) as refused:
            await ran(running, environment, "propose", *options(**changed))
        assert [each.field for each in refused.value.fields] == list(changed)
    unset = {**environment, "COUNTERMARK_VENDOR_PAYMENTS_CONTRACT": ""}
    with pytest.raises(VendorPaymentsOff):
        await ran(running, unset, "propose", *options())
