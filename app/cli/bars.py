"""Progress bars: on standard error, and on a terminal alone."""

import contextlib
import sys
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, TextColumn, TimeElapsedColumn


def bars(*columns: ProgressColumn | str) -> Progress:
    """columns: as rich takes them; its own without any. rich follows NO_COLOR by itself."""
    return Progress(
        *columns,
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        redirect_stdout=sys.stdout.isatty(),  # a pipe must get what is printed meanwhile
    )


@contextlib.contextmanager
def working(at: str) -> Iterator[Callable[[str], None]]:
    """Show that something is at work, and for how long. Yields: what says where it is now."""
    with bars(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()) as shown:
        task = shown.add_task(at, total=None)
        yield lambda description: shown.update(task, description=description)
