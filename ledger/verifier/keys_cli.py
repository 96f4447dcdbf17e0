"""`countermark-verify keys`: fingerprints of what you pinned, and whether records of the DNS vouch for them."""

import argparse
import pathlib

from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.published import RecordRefused, fingerprint, is_published, parse_records
from ledger.verifier.report import EXIT_UNREADABLE, EXIT_VERIFIED, Step
from ledger.verifier.trust import Trust, parse_trust

COMMAND = "keys"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the subcommand."""
    summary = "fingerprints of the keys that you pinned, and whether DNS records vouch for them"
    command = commands.add_parser(COMMAND, help=summary, description=f"Tell {summary}.")
    command.add_argument("--trust", type=pathlib.Path, required=True, help="file of the keys you pinned")
    command.add_argument(
        "--records", type=pathlib.Path, help="text of TXT records, as `dig +short TXT` prints it"
    )
    command.set_defaults(json=False)


def run(options: argparse.Namespace) -> int:
    """Print a line a key. Returns: 0; 11 when records were given and one of the keys is not in them; 4 for records of another form."""
    pinned = _keys(parse_trust(options.trust.read_bytes().decode()))
    try:
        records = parse_records(options.records.read_text(encoding="utf-8")) if options.records else None
    except RecordRefused as error:
        print(f"cannot be read: {error}")
        return EXIT_UNREADABLE
    missing = 0
    for use, key in pinned:
        said = "" if records is None else _SAID[is_published(use, key, records)]
        missing += said == _SAID[False]
        print(f"{use} {key.name} {said}\n    {fingerprint(key)}")
    return int(Step.TRUST) if missing else EXIT_VERIFIED


_SAID = {True: "published", False: "NOT PUBLISHED"}


def _keys(trust: Trust) -> list[tuple[str, VerifierKey]]:
    by_use = {
        "log": trust.log_keys,
        "receipts": trust.receipt_keys,
        "super": trust.super_keys,
        "witness": trust.witness_keys,
    }
    return [(use, key) for use, keys in by_use.items() for key in keys]
