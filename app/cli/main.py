"""The `countermark` command. Subcommands are loaded by module name, so that `--help` imports none of them.

Exit codes: 0 done, 1 refused or failed (the error says why and what to do), 2 wrong usage or a wrong setting; docs/cli.md has
those of single commands.
"""

import errno
import importlib
import sys
from typing import cast

import click

from app import settings
from app.cli.teaching import teach
from app.version import VERSION
from core.errors import PlatformError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

# name → module, attribute and the line that `--help` shows.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "alerts": ("app.cli.cases", "alerts", "What somebody should know of."),
    "attempts": ("app.cli.routing", "attempts", "What gateways did with payments."),
    "audit": (
        "app.cli.audit",
        "audit",
        "Verify a log and report on it as a PDF; forge one in fourteen ways, see each found.",
    ),
    "auditors": ("app.cli.auditors", "auditors", "Access that auditors are given for a time."),
    "batch": ("app.cli.batches", "batch", "Files of any size, scored in chunks."),
    "cases": ("app.cli.cases", "cases", "What waits for a person."),
    "causes": ("app.cli.causes", "causes", "Why things fail: clusters of failures and of tickets."),
    "chain": ("app.cli.chain", "chain", "The chain that the super-log is anchored on."),
    "clients": ("app.cli.credentials", "clients", "OAuth2 clients of an environment."),
    "completion": ("app.cli.completion", "completion", "Print what completes this command in a shell."),
    "connectors": ("app.cli.connectors", "connectors", "Other services that workflows call."),
    "counterfactual": ("app.cli.inference", "counterfactual", "Find what would have changed a decision."),
    "commissions": (
        "app.cli.commissions",
        "commissions",
        "What partners are due by their agreements, and were paid.",
    ),
    "customers": ("app.cli.customers", "customers", "Export and erase people, and list erasures."),
    "decide": ("app.cli.inference", "decide", "Decide about the question in a file."),
    "decide-several": ("app.cli.inference", "decide_several", "Decide several use cases about one payment."),
    "decisions": ("app.cli.inference", "decisions", "List decisions."),
    "demo": ("app.cli.demo", "demo", "Set up a sandbox, feed it, decide, verify, tamper."),
    "deployments": ("app.cli.deployments", "deployments", "Which versions serve which traffic."),
    "doctor": ("app.cli.doctor", "doctor", "Explain a broken set-up, and how to mend it."),
    "drift": ("app.cli.drift", "drift", "How far what versions see has moved."),
    "explain": ("app.cli.inference", "explain", "Say what each feature added to a decision's score."),
    "features": ("app.cli.features", "features", "The catalogue of features, and a tenant's own."),
    "feedback": ("app.cli.feedback", "feedback", "What became of what was decided."),
    "feeds": ("app.cli.feeds", "feeds", "Folders, tables and systems that payments come in from."),
    "history": ("app.cli.history", "history", "What versions of own columns look up."),
    "import": ("app.cli.imports", "import_", "Bank and UPI statements, and the mappings that read them."),
    "keys": ("app.cli.credentials", "keys", "API keys of an environment."),
    "ledger": ("app.cli.ledger", "ledger", "Checkpoints, proofs and exports of a log."),
    "members": ("app.cli.members", "members", "Members of a tenant."),
    "messages": ("app.cli.message_templates", "messages", "What messages of workflows say."),
    "models": ("app.cli.inference", "models", "Versions of models and their deployments."),
    "packs": ("app.cli.rule_packs", "packs", "Rules that ship, with their dated sources."),
    "payments": ("app.cli.payments", "payments", "Transactions of an environment."),
    "payouts": ("app.cli.payouts", "payouts", "Payouts of an environment, and what is unusual about them."),
    "releases": ("app.cli.releases", "releases", "Version, ruleset and thresholds that move together."),
    "replay": ("app.cli.inference", "replay", "Compute a decision again from what is stored."),
    "retention": ("app.cli.retention", "retention", "How long payloads of decisions are kept."),
    "retrain": ("app.cli.training_jobs", "retrain", "Training jobs of an environment, and their plans."),
    "routing": ("app.cli.routing", "routing", "Policies that choose gateways, judged by logs."),
    "rules": ("app.cli.rules", "rules", "Rulesets of an environment."),
    "lists": ("app.cli.rule_lists", "lists", "Lists that rules ask about."),
    "suppressions": ("app.cli.rule_lists", "suppressions", "What nobody is to be troubled about."),
    "sandbox": ("app.cli.sandbox", "sandbox", "Sandboxes to try the service in."),
    "score": ("app.cli.training", "score", "Score a file with a trained version, without a server."),
    "serve": ("app.cli.serve", "serve", "Run the service: PostgreSQL, server and worker."),
    "simulate": ("app.cli.payments", "simulate", "Make a seeded stream of payments."),
    "tenants": ("app.cli.tenants", "tenants", "Tenants of this installation."),
    "train": ("app.cli.training", "train", "Train a version of a model from a table."),
    "train-starters": ("app.cli.training", "train_starters", "Train the starter models again."),
    "requests": (
        "app.cli.request_log",
        "requests",
        "Calls of the last seven days: status, code, timing, masked bodies.",
    ),
    "usage": ("app.cli.usage", "usage", "What an environment used of its monthly quota."),
    "vendor-payments": (
        "app.cli.vendor_payments",
        "vendor_payments",
        "Payments to vendors, bound to a contract.",
    ),
    "workflows": ("app.cli.workflows", "workflows", "What happens after an outcome."),
    "webhooks": ("app.cli.webhooks", "webhooks", "Where events of an environment are sent."),
}


# Not installed by `make setup-serve`.
TRAINING_LIBRARIES = frozenset({"lightgbm", "onnx", "polars", "scipy", "sklearn"})


CHAIN_LIBRARIES = frozenset({"aiohttp", "eth_account", "eth_typing", "hexbytes", "web3"})


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        try:
            command = cast(click.Command, getattr(importlib.import_module(module), attribute))
        except ModuleNotFoundError as error:
            if error.name in TRAINING_LIBRARIES:
                raise click.ClickException(f"`{cmd_name}` needs what training needs: make setup") from error
            if error.name in CHAIN_LIBRARIES:
                raise click.ClickException(f"`{cmd_name}` needs web3: make setup-chain") from error
            raise
        teach(command, (cmd_name,))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in sorted(COMMANDS)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="countermark")
def countermark() -> None:
    """Decisions about payments: a score, exact reasons, an outcome under your rules, and a receipt that verifies.

    Begin with `countermark demo`, or `countermark serve` and `countermark doctor`. Every command has examples: COMMAND --help. Lists are
    tables on a terminal and JSON in a pipe; --json prints JSON everywhere. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.
    """


def main() -> None:
    """Run the command line, and turn every known error into its sentence and its exit code."""
    try:
        countermark()
    except settings.SettingInvalid as error:
        click.echo(f"A setting cannot be used. {error}", err=True)
        sys.exit(2)
    except PlatformError as error:
        click.echo(f"{error.code}: {error.message}", err=True)
        for field in error.fields:
            click.echo(f"  {field.field}: {field.reason} {field.fix}", err=True)
        if error.internal:
            click.echo(f"  {error.internal}", err=True)
        if error.how_to_fix:
            click.echo(error.how_to_fix, err=True)
        sys.exit(1)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        click.echo(f"What was to be written could not be. {error.strerror}.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
