"""A live service for the collection: a fresh sandbox, its people, and an environment file that knows their credentials."""

import contextlib
import pathlib
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping

from app import launch, sandbox
from app.scratch import scratch
from app.settings import Settings, from_environment
from app.wiring.foundation import open_foundation
from bench.anvil import BINARY, CHAIN_ID, Anvil, running_anvil
from tenants.invitations import AcceptInvitation, InviteMember
from tenants.permissions import Role
from tenants.plans import PlanName

SETTINGS = {
    "COUNTERMARK_EPOCH_EVERY_S": "2",  # so that epochs close while the collection runs
    "COUNTERMARK_TENANT_SIGNUP": "true",  # so that createTenant is open
    "COUNTERMARK_SELF_SERVICE_SANDBOX": "true",  # so that createSandbox is
    # So that vendor payments are on; nothing here calls their contract.
    "COUNTERMARK_CHAIN_ID": str(CHAIN_ID),
    "COUNTERMARK_VENDOR_PAYMENTS_CONTRACT": "0x5fbdb2315678afecb367f032d93f642f64180aa3",
}
ANCHORING = {"COUNTERMARK_CHAIN_CONFIRMATIONS": "2", "COUNTERMARK_CHAIN_ANCHOR_EVERY_S": "2"}
PEOPLE = {"member": Role.OWNER, "second": Role.ADMIN, "leaver": Role.VIEWER}


@contextlib.contextmanager
def service() -> Iterator[tuple[launch.RunningService, Settings, pathlib.Path]]:
    """Run the whole service on a folder that is thrown away. Yields it, its settings and the folder."""
    with scratch("postman") as folder:
        drop = {"COUNTERMARK_DROP_DIR": str(folder / "drop")}  # so that feeds are on
        with _chain(folder) as node:
            variables = launch.environment(folder / "data", extra=SETTINGS | drop)
            if node is not None:
                variables |= ANCHORING | {"COUNTERMARK_CHAIN_RPC_URLS": node.url}
                variables |= _contract(variables, node)
            with launch.running(variables) as running:
                yield running, from_environment(variables), folder


@contextlib.contextmanager
def _chain(folder: pathlib.Path) -> Iterator[Anvil | None]:
    """Run a chain. Yields: None where there is no program that would."""
    if not BINARY.exists():
        yield None
        return
    with running_anvil(folder, block_s=1) as node:
        yield node


def _contract(variables: Mapping[str, str], node: Anvil) -> Mapping[str, str]:
    """Put the contract of anchors on the chain, with the key of the service. Returns: the setting that names it."""
    with launch.running(variables):
        node.fund(_said(variables, "key"))
        name, _, contract = _said(variables, "deploy").partition("=")
    return {name: contract}


def _said(variables: Mapping[str, str], word: str) -> str:
    command = [sys.executable, "-m", "app.cli.main", "chain", word]
    return subprocess.run(
        command, env=dict(variables), check=True, capture_output=True, text=True
    ).stdout.strip()


async def furnish(settings: Settings, base_url: str) -> Mapping[str, str]:
    """Make a sandbox, three members and an open invitation. Returns: the values of the environment, by name."""
    made = await sandbox.create(settings, "Postman", PlanName.UNMETERED)
    values = {
        "base_url": base_url,
        "api_key": made.key,
        "client_id": made.client_id,
        "client_secret": made.client_secret,
        "chain": "connected" if settings.chain.on else "",
    }
    async with open_foundation(settings, pool_size_max=2) as base:
        tenants = base.tenants
        caller = await tenants.tenants.system_caller(made.tenant_id, "sandbox")
        for word, role in PEOPLE.items():
            address, password = f"{word}-{made.tenant_id.hex[-8:]}@example.com", secrets.token_urlsafe(24)
            invited = await tenants.invitations.invite(caller, InviteMember(address=address, role=role))
            token = invited.link.partition("#")[2]
            await tenants.invitations.accept(AcceptInvitation(token=token, password=password))
            values |= {f"{word}_address": address, f"{word}_password": password}
        newcomer = InviteMember(address=f"newcomer-{made.tenant_id.hex[-8:]}@example.com", role=Role.ANALYST)
        values["invitation_token"] = (await tenants.invitations.invite(caller, newcomer)).link.partition("#")[
            2
        ]
    return {**values, "closing_key": (await sandbox.create(settings, "Closing", PlanName.STANDARD)).key}
