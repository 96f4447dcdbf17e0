"""`countermark packs`: rules that ship with the service, and their sources, on a running server by API key."""

import click
import msgspec

from app.cli.foundation import show
from app.cli.remote import Remote, remote_options
from app.cli.showing import tell
from core.errors import InvalidRequest


class _Packs(msgspec.Struct, frozen=True):
    data: list[dict[str, object]]


class _Version(msgspec.Struct, frozen=True):
    id: str
    number: int
    reason: str


@click.group()
def packs() -> None:
    """Packs of rules: limits set by others, with their dated sources."""


@packs.command("list")
@remote_options
def list_packs(url: str, key: str) -> None:
    """List packs and their editions."""
    with Remote(url, key) as remote:
        found = remote.get("rule-packs", _Packs).data
    lines = [f"{pack['id']}  {pack['edition']}  {pack['title']}" for pack in found]
    tell(found, "\n".join(lines))


@packs.command("show")
@remote_options
@click.argument("pack")
@click.option("--edition", default=None, metavar="YYYY-MM-DD", help="This edition instead of the newest.")
def show_pack(url: str, key: str, pack: str, edition: str | None) -> None:
    """Show a pack: its limits, where each is from, what to confirm, its table and test cases."""
    with Remote(url, key) as remote:
        found = [
            each
            for each in remote.get("rule-packs", _Packs).data
            if each["id"] == pack and edition in {None, each["edition"]}
        ]
    if not found:
        raise InvalidRequest("There is no such pack or edition.", fix="List them: countermark packs list")
    show(found[0])


@packs.command()
@remote_options
@click.argument("pack")
@click.argument("use_case")
@click.option("--edition", default=None, metavar="YYYY-MM-DD", help="This edition instead of the newest.")
@click.option("--reason", default=None, help="Why, for those who read the history.")
def install(url: str, key: str, pack: str, use_case: str, edition: str | None, reason: str | None) -> None:
    """Put PACK before the newest version of USE_CASE's ruleset, as a draft. It decides nothing until it is activated."""
    asked = {"pack": pack, "edition": edition, "reason": reason}
    sent = {name: value for name, value in asked.items() if value is not None}
    with Remote(url, key) as remote:
        version = remote.post(f"rulesets/{use_case}/packs", sent, _Version)
    tell(version, f"version {version.number}, {version.id}: {version.reason}")
