"""`countermark train`, `score` and `train-starters`: a version from a table, and a table scored without a server."""

from collections.abc import Callable
from pathlib import Path
from typing import cast, get_args

import click

from app.cli.actionable import actionable_columns
from app.cli.bars import working
from app.cli.showing import note, tell
from inference import catalogue
from training import starters
from training import train as training
from training.csv_files import SEPARATORS, CsvForm
from training.errors import FolderNotEmpty
from training.folder import CARD_TEXT
from training.package import write_folder
from training.profiles import Task
from training.scoring import score_folder
from training.starter_work import write_starters
from training.tracking import tracker_for
from training.train import run_of

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


def _names(_context: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """`--drop a,b --drop c` names three columns."""
    return tuple(name for part in value for name in part.split(",") if name)


@click.command()
@click.argument("use_case")
@click.option("--data", type=_FILE, required=True, help="CSV (also .csv.gz) or Parquet file, one row a case.")
@click.option(
    "--target", default="", help="Column of what came true; rows where it is empty are history alone."
)
@click.option("--positive", help="Value of the target that means yes, where it is not 0 and 1.")
@click.option(
    "--id", "identity", multiple=True, callback=_names,
    help="Column that names a customer, card, invoice; several joined by + name one together. Repeatable.",
)  # fmt: skip
@click.option(
    "--time", help="Column of the rows' times: history is built of it, and figures are of later rows."
)
@click.option("--drop", "--exclude", "exclude", multiple=True, callback=_names, help="Columns to leave out.")
@click.option(
    "--keep",
    "--accept",
    "accept",
    multiple=True,
    callback=_names,
    help="Columns the leakage alarm is wrong about.",
)
@click.option(
    "--task", type=click.Choice(get_args(Task)), help="Kind of answer, where the target does not show it."
)
@click.option(
    "--label-delay",
    type=float,
    help="Days from a row to the moment its target is known (default: the use case's).",
)
@click.option("--label-time", help="Column that says when the target became known.")
@click.option(
    "--text", multiple=True, callback=_names, help="Columns of free text (default: found by their look)."
)
@click.option(
    "--above", type=float, help="Of a number: beyond which the event that has a probability has come true.",
)  # fmt: skip
@click.option(
    "--online", is_flag=True, help="Of history, only what the service can look up at each decision: of ids and of rows alike.",
)  # fmt: skip
@click.option(
    "--actionable", multiple=True, metavar="COLUMN[:up|:down]",
    help="Column that a person can be asked to change, for counterfactuals. Repeatable.",
)  # fmt: skip
@click.option("--no-history", is_flag=True, help="Build no features from earlier rows.")
@click.option(
    "--encoding",
    default="",
    help="How the CSV's letters are kept, where not as UTF-8: latin-1, cp1252, utf-16.",
)
@click.option(
    "--separator", "--delimiter", "separator", type=click.Choice(list(SEPARATORS)),
    help="What parts its fields (default: what the header shows).",
)  # fmt: skip
@click.option(
    "--decimal", type=click.Choice(["comma", "point"]), help="What parts its decimals, where no column tells.",
)  # fmt: skip
@click.option("--licence", default="", help="Licence of the data, for the model card.")
@click.option("--seed", type=int, default=training.SEED, show_default=True)
@click.option("--track", help="MLflow tracking server (http://...) or folder to log the run to.")
@click.option("--out", type=_FOLDER, required=True, help="Folder for the version's files.")
@click.option("--force", is_flag=True, help="Overwrite the version in the folder.")
def train(  # noqa: PLR0913, PLR0917 - click passes its options by name
    use_case: str, data: Path, target: str, positive: str | None, identity: tuple[str, ...], time: str | None,
    exclude: tuple[str, ...], accept: tuple[str, ...], task: str | None, label_delay: float | None,
    label_time: str | None, text: tuple[str, ...], actionable: tuple[str, ...], encoding: str, separator: str | None, decimal: str | None, licence: str, seed: int,
    track: str | None, out: Path,
    *, online: bool, no_history: bool, force: bool, above: float | None,
) -> None:  # fmt: skip
    """Train a version of USE_CASE from a table. Every other column becomes a feature by its type."""
    if not force and out.exists() and any(out.iterdir()):
        raise FolderNotEmpty(f"{out} is not empty.")
    job = training.TrainingJob(
        use_case=use_case, data=data, target=target, time=time, ids=identity, exclude=exclude, accept=accept,
        positive=positive, task=cast("Task | None", task), label_delay_days=label_delay, known=label_time,
        licence=licence, text=text, history=not no_history, online=online, above=above, seed=seed,
        actionable=actionable_columns(actionable), csv=CsvForm(encoding, separator or ""), decimal=decimal or "",
    )  # fmt: skip
    with working("reading the table") as at:
        version = training.train_any(job, lambda line: _say(line, at))
    write_folder(version, out)
    summary = version.summary()
    note("\n".join(summary))
    logged = tracker_for(track).log(run_of(job, version)) if track else None
    if logged is not None:
        note(f"Logged as MLflow run {logged}.")
    said = f"Written to {out}. Read {out / CARD_TEXT} before you deploy it."
    tell({"folder": str(out), "card": str(out / CARD_TEXT), "summary": summary, "run": logged}, said)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--data", type=_FILE, required=True, help="CSV (also .csv.gz) or Parquet file with the table's columns."
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="CSV or Parquet file to write.",
)  # fmt: skip
@click.option("--encoding", default="", help="How the CSV's letters are kept, where not as UTF-8.")
@click.option(
    "--separator", "--delimiter", "separator", type=click.Choice(list(SEPARATORS)),
    help="What parts its fields (default: what the header shows).",
)  # fmt: skip
@click.option("--reasons", is_flag=True, help="Add the strongest reasons in words.")
def score(
    folder: Path, data: Path, out: Path, encoding: str, separator: str | None, *, reasons: bool
) -> None:
    """Score a file with what `train` wrote into FOLDER, without a server."""
    csv = CsvForm(encoding, separator or "")
    rows = score_folder(folder, data, out, reasons=reasons, csv=csv, progress=note)
    tell({"rows": rows, "file": str(out)}, f"Scored {rows:,} rows into {out}.")


@click.command("train-starters")
@click.option("--out", type=_FOLDER, default=starters.FOLDER, help="Folder that holds the starter models.")
@click.argument("use_cases", nargs=-1, type=click.Choice(catalogue.names()))
def train_starters(out: Path, use_cases: tuple[str, ...]) -> None:
    """Train the starter models again from the simulator. The same seeds give the same files."""
    out.mkdir(parents=True, exist_ok=True)
    with working("simulating") as at:
        write_starters(use_cases or catalogue.names(), out, lambda line: _say(line, at))
    starters.write_index(out)
    tell({"folder": str(out)}, f"Written to {out}.")


def _say(line: str, at: Callable[[str], None]) -> None:
    note(line)
    at(line.strip())
