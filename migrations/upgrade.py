"""Bring a database to the newest revision."""

import pathlib
import sys

from alembic import command
from alembic.config import Config


def upgrade(url: str) -> None:
    """Run the missing migrations, as the role of `url`, each in its own transaction."""
    config = Config()
    config.set_main_option("script_location", str(pathlib.Path(__file__).parent))
    config.attributes["url"] = url
    command.upgrade(config, "head")


if __name__ == "__main__":
    # The address comes on standard input: an argument would show the password in the list of processes.
    upgrade(sys.stdin.readline().strip())
