"""`countermark chain`: the key that anchors, the contract, how anchoring stands, and an anchor now."""

import asyncio
import datetime as dt
import sys
from typing import TextIO

import click
import msgspec

from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.cli.showing import hand_out, tell
from app.wiring.anchoring import (
    KEY,
    LiveView,
    anchor_asker,
    chain_key,
    deployed,
    key_address,
    live_view,
    payments_deployed,
)
from app.wiring.anchoring import chain as open_chain
from app.wiring.foundation import Foundation
from app.wiring.payment_settling import payment_settling
from core.errors import FieldError, InvalidRequest
from core.ids import parse
from ledger.anchoring.asking import AnchoringState, states
from ledger.anchoring.payment_chain import StateOnChain
from ledger.anchoring.root_files import newest_lines
from resolution.vendor_payments.entities import PREFIX, State
from resolution.vendor_payments.settling import Settling
from tenants.installation_keys import import_key

_POLL_S = 1.0
_MAY_NOT = 3
"""Exit code: asked and answered, and the answer is no."""


class StatusView(msgspec.Struct, frozen=True, kw_only=True):
    """live: None where no contract is set. processes: what those that anchor saw last, of every contract there was."""

    live: LiveView | None
    processes: list[AnchoringState]


class SettlingView(msgspec.Struct, frozen=True, kw_only=True):
    """payment_id: on the chain. state: here. waits_for_blocks: the contract says yes, and not long enough yet to be sure of it."""

    payment_id: str
    may_settle: bool
    state: State
    state_on_chain: StateOnChain
    approvals_given: int
    approvals_needed: int
    same_terms: bool
    waits_for_blocks: bool
    block: int


@click.group()
def chain() -> None:
    """The chain that the super-log is anchored on."""


@chain.command("key")
@click.option(
    "--import", "file", type=click.File(), default=None, metavar="FILE",
    help="Take the key in this file, 64 hexadecimal digits (- reads standard input), where none is there yet.",
)  # fmt: skip
def key(file: TextIO | None) -> None:
    """Print the address of the key that anchors; the first time, make it. Send it ether for its transactions."""

    async def work(base: Foundation) -> bytes:
        if file is not None:
            await import_key(base.database, base.kms, base.true_clock, KEY, _key_of(file.read()))
        return await chain_key(base)

    address = key_address(run(work))
    tell({"address": address}, address)


@chain.command("deploy")
@click.option(
    "--admin", default=None, metavar="0x…", help="Gives and takes roles; the key that anchors, when not told."
)
@click.option("--pauser", default=None, metavar="0x…", help="May pause; the key that anchors, when not told.")  # fmt: skip
def deploy(admin: str | None, pauser: str | None) -> None:
    """Deploy the contract on the chain that is set, and print the setting that names it."""

    async def work(base: Foundation) -> str:
        return await deployed(base, admin, pauser)

    address = run(work)
    tell({"address": address}, f"COUNTERMARK_CHAIN_ANCHOR_CONTRACT={address}")


@chain.command("deploy-payments")
@click.option("--admin", default=None, metavar="0x…", help="Gives and takes roles, after two days of delay.")
@click.option("--registrar", default=None, metavar="0x…", help="Registers payers and who may approve.")
@click.option("--settler", default=None, metavar="0x…", help="Records that a payment was made.")
@click.option("--arbiter", default=None, metavar="0x…", help="Ends disputes.")
@click.option("--pauser", default=None, metavar="0x…", help="May pause.")
def deploy_payments(**roles: str | None) -> None:
    """Deploy VendorPayments beside the contract that is set, and print the setting that names it. Roles not told are the key's own."""

    async def work(base: Foundation) -> str:
        return await payments_deployed(base, roles)

    address = run(work)
    tell({"address": address}, f"COUNTERMARK_VENDOR_PAYMENTS_CONTRACT={address}")


@chain.command("can-settle")
@tenant_option
@mode_option
@click.argument("payment_id", metavar="vpy_…")
def can_settle(tenant: str, mode: str, payment_id: str) -> None:
    """Ask the contract whether a payment to a vendor may be made now: exit code 0 when it may, 3 when not.

    Whoever pays runs it at the moment of paying. Every node that answers must say yes, and more than half of them must answer.
    """

    async def work(base: Foundation) -> Settling:
        caller = await caller_in(base, tenant, mode)
        return await payment_settling(base, caller, parse(PREFIX, payment_id))

    asked = run(work)
    show(_settling_view(asked))
    sys.exit(0 if asked.may_settle else _MAY_NOT)


@chain.command("status")
def status() -> None:
    """Print how the chain stands, and what the process that anchors saw last."""

    async def work(base: Foundation) -> StatusView:
        live = None
        if base.settings.chain.on:
            async with open_chain(base) as on:
                live = await live_view(on)
        return StatusView(live=live, processes=await states(base.database))

    show(run(work))


@chain.command("anchor-now")
@click.option(
    "--wait-s", default=300, show_default=True, type=click.IntRange(0, 86_400), help="For the block."
)
def anchor_now(wait_s: int) -> None:
    """Anchor the newest epoch now rather than when the period ends, and wait until it is in a block."""

    async def work(base: Foundation) -> AnchoringState:
        async with open_chain(base) as on:
            asker = anchor_asker(base, on)
            await asker.ask()
            ends = base.true_clock.now() + dt.timedelta(seconds=wait_s)
            while not await asker.done() and base.true_clock.now() < ends:  # noqa: ASYNC110  another process does it
                await asyncio.sleep(_POLL_S)
            return await asker.state()

    show(run(work))


def _settling_view(asked: Settling) -> SettlingView:
    told = asked.on_chain
    return SettlingView(
        payment_id=f"0x{asked.payment.id.hex}",
        may_settle=asked.may_settle,
        state=asked.payment.state,
        state_on_chain=told.state,
        approvals_given=told.approvals_given,
        approvals_needed=told.approvals_needed,
        same_terms=asked.same_terms,
        waits_for_blocks=told.may_settle_now and not told.may_settle,
        block=told.block,
    )


@chain.command("roots")
def roots() -> None:
    """Print the newest roots that were signed for the contract, a line of JSON each, to be handed to anybody."""

    async def work(base: Foundation) -> bytes:
        return await newest_lines(base.database)

    hand_out(run(work))


def _key_of(text: str) -> bytes:
    try:
        made = bytes.fromhex(text.strip().removeprefix("0x"))
        key_address(made)
    except ValueError as error:
        field = FieldError("import", "This is no key of secp256k1.", "Give 64 hexadecimal digits.")
        raise InvalidRequest("The key was refused.", fields=[field]) from error
    return made
