"""The very file that a version was trained on, with numbers and dates as people write them: scored, decided and worked off alike."""

import csv
import pathlib
import random

import polars as pl
import pytest

from core.postgres import EmbeddedPostgres
from inference import artefacts
from inference.batch.entities import BatchOptions, BatchRefused
from inference.batch.layout import layout_of
from inference.entities import DecideCommand
from inference.inputs import InputsRefused, InputValue
from inference.manifest import Column
from tests.inference.batch.conftest import USE_CASE, open_desk
from training.package import write_folder
from training.scoring import score_folder
from training.train import TrainingJob, train_any

ROWS, DECIDED = 400, 12
ODD_LINE = 7


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    home = tmp_path_factory.mktemp("messy")
    rng = random.Random(5)
    lines = ["Income (₹);seen at;Rate;bad"]
    for _ in range(ROWS):
        income, day, rate = rng.randint(100_000, 999_999), rng.randint(1, 28), rng.uniform(-9, 90)
        bad = int(rng.random() < (0.8 if income < 300_000 or day < 8 else 0.1))
        written = f"₹ {income // 100_000},{income // 1_000 % 100:02d},{income % 1_000:03d}"
        month = rng.randint(1, 4)
        lines.append(f"{written};{day:02d}/{month:02d}/2026 0{rng.randint(1, 9)}:30;{rate:.1f}%;{bad}")
    lines[ODD_LINE - 1] = "-;n/a;NA;1"
    (home / "table.csv").write_text("\n".join(lines) + "\n")
    write_folder(train_any(TrainingJob(USE_CASE, home / "table.csv", "bad")), home / "version")
    return home


async def test_the_file_of_the_training_is_a_batch_and_its_rows_are_questions(
    folder: pathlib.Path, postgres: EmbeddedPostgres, tmp_path: pathlib.Path
) -> None:
    """Score, batch and decisions give the same bits of rupees with their grouping, percent and dates; a wrong cell is named."""
    table = folder / "table.csv"
    score_folder(folder / "version", table, tmp_path / "scored.parquet")
    scored = pl.read_parquet(tmp_path / "scored.parquet")["probability"].to_list()
    assert len(set(scored)) > ROWS / 4
    async with open_desk(postgres, tmp_path) as desk:
        files = artefacts.read_folder(folder / "version")
        kept = await desk.inference.registry.upload(desk.caller, USE_CASE, "messy", files)
        assert {column.name: column.kind for column in kept.columns} == {
            "Income (₹)": "number", "seen at": "date", "Rate": "number",
        }  # fmt: skip
        await desk.inference.deployments.deploy(desk.caller, USE_CASE, kept.id)
        options = BatchOptions(separator="semicolon")
        spoilt = "1.234,5;01/01/2026 01:30;3%;0\n₹ 1,000;41/01/2026;3%;0\n"
        batch = await desk.done(table.read_bytes() + spoilt.encode(), options)
        assert (await desk.results(batch))["probability"].to_list() == scored
        assert [(line, column) for line, column, _ in await desk.refused(batch)] == [
            (str(ROWS + 2), "Income (₹)"), (str(ROWS + 3), "seen at"),
        ]  # fmt: skip
        rows = list(csv.DictReader(table.read_text().splitlines(), delimiter=";"))[:DECIDED]
        for row, expected in zip(rows, scored, strict=False):
            asked = DecideCommand(
                use_case=USE_CASE,
                inputs={name: row[name] for name in row if name != "bad" and row[name] != "NA"},
            )
            made = await desk.inference.decisions.decide(desk.caller, asked)
            assert made.answer is not None
            assert getattr(made.answer, "probability") == expected  # noqa: B009 - the answer's type is of the catalogue
        inputs: dict[str, InputValue] = {"Income (₹)": "1.234,5", "seen at": "soon", "Rate": 3}
        wrong = DecideCommand(use_case=USE_CASE, inputs=inputs)
        with pytest.raises(InputsRefused) as caught:
            await desk.inference.decisions.decide(desk.caller, wrong)
        assert {error.field for error in caught.value.fields} == {"inputs.Income (₹)", "inputs.seen at"}
        assert "31/12/2026" in str(caught.value.fields)


def test_a_file_of_another_separator_is_told_which() -> None:
    """A header that is one name with semicolons in it lacks no columns: the option is named."""
    with pytest.raises(BatchRefused) as caught:
        layout_of(["a;b"], [Column(name="a", kind="number")], BatchOptions())
    assert "separator=semicolon" in caught.value.how_to_fix
