"""`countermark train`, `score` and `train-starters`: a version from a table, and a table scored without a server."""

from pathlib import Path

import click

from inference import artefacts, catalogue
from training import starters
from training import train as training
from training.errors import FolderNotEmpty
from training.package import Version, write_folder
from training.scoring import score_file

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


def _names(_context: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """`--exclude a,b --exclude c` names three columns."""
    return tuple(name for part in value for name in part.split(",") if name)


@click.command()
@click.argument("use_case", type=click.Choice(catalogue.names()))
@click.option("--data", type=_FILE, required=True, help="CSV or Parquet file, one row a case.")
@click.option("--target", required=True, help="Column that says whether it happened: 0 or 1.")
@click.option("--positive", help="Value of the target that means yes, where it is not 0 and 1.")
@click.option(
    "--id", "identity", multiple=True, callback=_names, help="Columns that identify rows: left out."
)
@click.option(
    "--time", help="Column that orders rows: figures are then of later rows than those learned from."
)
@click.option("--exclude", multiple=True, callback=_names, help="Columns to leave out, separated by commas.")
@click.option(
    "--accept", multiple=True, callback=_names, help="Columns that the leakage alarm is wrong about."
)
@click.option("--seed", type=int, default=training.SEED, show_default=True)
@click.option("--out", type=_FOLDER, required=True, help="Folder for the version's files.")
@click.option("--force", is_flag=True, help="Overwrite the version in the folder.")
def train(  # noqa: PLR0913, PLR0917 - click passes its options by name
    use_case: str, data: Path, target: str, positive: str | None, identity: tuple[str, ...], time: str | None,
    exclude: tuple[str, ...], accept: tuple[str, ...], seed: int, out: Path, *, force: bool,
) -> None:  # fmt: skip
    """Train a version of USE_CASE from a table. Every other column becomes a feature by its type."""
    if not force and out.exists() and any(out.iterdir()):
        raise FolderNotEmpty(f"{out} is not empty.")
    job = training.TrainingJob(
        use_case=use_case,
        data=data,
        target=target,
        time=time,
        exclude=tuple(dict.fromkeys((*identity, *exclude))),
        accept=accept,
        positive=positive,
        seed=seed,
    )
    version = training.train(job, click.echo)
    write_folder(version, out)
    _report(version)
    click.echo(f"Written to {out}. Read {out / artefacts.CARD_TEXT} before you deploy it.")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--data", type=_FILE, required=True, help="CSV or Parquet file with the version's columns.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="CSV or Parquet file to write.",
)
@click.option("--reasons", is_flag=True, help="Add the strongest reasons in words.")
def score(folder: Path, data: Path, out: Path, *, reasons: bool) -> None:
    """Score a file with the version in FOLDER, without a server."""
    rows = score_file(artefacts.load(folder), data, out, reasons=reasons)
    click.echo(f"Scored {rows:,} rows into {out}.")


@click.command("train-starters")
@click.option(
    "--out", type=_FOLDER, default=starters.FOLDER, help="Folder that holds the three starter models."
)
@click.argument("use_cases", nargs=-1, type=click.Choice(catalogue.names()))
def train_starters(out: Path, use_cases: tuple[str, ...]) -> None:
    """Train the starter models again from the simulator. The same seeds give the same files."""
    for use_case in use_cases or catalogue.names():
        version = starters.train_starter(use_case, click.echo)
        write_folder(version, out / use_case)
        _report(version)
    starters.write_index(out)


def _report(version: Version) -> None:
    card = version.card
    for name, figure in (
        ("AUC", card.auc),
        ("Average precision", card.average_precision),
        ("Brier", card.brier),
    ):
        click.echo(f"{name:18} {figure.value:.4f}  ({figure.low:.4f} to {figure.high:.4f})")
    size = sum(len(data) for data in version.files.values())
    click.echo(f"{'Version':18} {version.digest.hex()}  ({size / 1e6:.2f} MB, {card.trees} trees)")
