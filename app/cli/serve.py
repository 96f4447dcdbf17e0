"""`countermark serve`."""

import click

from app import settings as settings_module
from app.supervisor import Supervisor
from core import logs


@click.command()
def serve() -> None:
    """Run the service until Ctrl-C: PostgreSQL (unless COUNTERMARK_DATABASE_URL is set), server and worker."""
    settings = settings_module.from_environment()
    logs.configure(settings.log_level)
    Supervisor(settings).run()
