"""Classes of a table say when they do not know: rows about nothing have a share of their own, by texts and by numbers."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec
import numpy as np
import polars as pl
import pytest

from inference import artefacts, catalogue
from inference.answering.kinds import CLASSES
from inference.answering.lead_score import LeadScoreAnswer
from inference.answering.ticket_triage import OTHERS, TicketTriageAnswer
from inference.artefacts import ArtefactInvalid, LoadedVersion
from inference.class_reasons import ClassReasons
from inference.evidence import NONE
from inference.inputs import InputValue
from inference.predictions import Prediction, predict_many
from inference.routing import Deployed, deployed_of
from tests.inference import tickets
from training.package import write_folder
from training.stray_rows import Columns, ends_of, plain, stray_rows
from training.train import TrainingJob, train_any
from training.unlike_texts import GREETINGS

AT = datetime(2026, 11, 20, tzinfo=UTC)
PLACES = {"small": (10.0, 2.0), "middle": (50.0, 30.0), "large": (90.0, 5.0), "odd": (30.0, 60.0)}
STRAY = (
    "asdf",
    "what is the weather",
    "tell me a joke",
    "lorem ipsum dolor",
    "xyzzy plugh",
    "who won the match",
)


def numbers(rows: int = 600) -> pl.DataFrame:
    """Four clouds of two numbers, with a grade that says a little."""
    rng = random.Random(5)
    found: list[dict[str, str | float]] = []
    for _ in range(rows):
        name = rng.choice(list(PLACES))
        width, height = PLACES[name]
        grade = rng.choice(["a", "b", name[0]])
        found.append(
            {"width": rng.gauss(width, 4), "height": rng.gauss(height, 4), "grade": grade, "size": name}
        )
    return pl.DataFrame(found)


def version_of(table: pl.DataFrame, use_case: str, target: str, folder: Path) -> LoadedVersion:
    table.write_parquet(folder / "table.parquet")
    write_folder(
        train_any(TrainingJob(use_case=use_case, data=folder / "table.parquet", target=target)),
        folder / "made",
    )
    return artefacts.load(folder / "made")


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> LoadedVersion:
    return version_of(numbers(), "lead-score", "size", tmp_path_factory.mktemp("sizes"))


@pytest.fixture(scope="module")
def queues() -> LoadedVersion:
    return artefacts.load(tickets.files())


def asked(version: LoadedVersion, inputs: Mapping[str, InputValue]) -> tuple[msgspec.Struct, Prediction]:
    """What a decision answers, and the row that it was made of."""
    deployed: Deployed = deployed_of(catalogue.get(version.manifest.use_case), UUID(int=1), version)
    assert isinstance(deployed.classes, ClassReasons)
    (made,) = predict_many([version], [deployed.classes.read(inputs).features[None]])
    assert made is not None
    kind = catalogue.get(version.manifest.use_case).kind
    return kind.answer(None, AT, [made], version.manifest.classes, version).answer, made


@pytest.mark.parametrize("text", STRAY)
def test_texts_about_nothing_are_no_class(queues: LoadedVersion, text: str) -> None:
    """Neither alone nor through a usual channel; what is about a class still is."""
    beside: dict[str, InputValue] = {"channel": "mail", "premium": False, "amount": 20.0}
    for inputs in ({"message": text}, {"message": text, **beside}):
        answer, _ = asked(queues, inputs)
        assert isinstance(answer, TicketTriageAnswer)
        assert answer.probability < 0.5
        shares = {each.cause: each.share for each in answer.causes}
        assert max(shares, key=lambda cause: shares[cause]) == NONE
    known, _ = asked(queues, {"message": "my password is locked", "channel": "mail"})
    assert isinstance(known, TicketTriageAnswer)
    assert (known.root_cause, known.probability > 0.9) == ("Login", True)


@pytest.mark.parametrize(
    "inputs",
    [{}, {"width": 1e6, "height": -1e6}, {"width": -500.0}, {"height": 4_000.0, "grade": "zz"}, {"grade": "never seen"}],
)  # fmt: skip
def test_numbers_far_out_are_no_class(sizes: LoadedVersion, inputs: Mapping[str, InputValue]) -> None:
    answer, _ = asked(sizes, inputs)
    assert answer.probability < 0.5  # type: ignore[attr-defined]


def test_usual_rows_are_as_likely_as_they_are_right(sizes: LoadedVersion) -> None:
    """Of rows of another draw nearly all have their class, nearly all of them surely."""
    rows = numbers(900)[600:].to_dicts()
    found = [asked(sizes, {name: row[name] for name in ("width", "height", "grade")})[0] for row in rows]
    right = []
    for answer, row in zip(found, rows, strict=True):
        assert isinstance(answer, LeadScoreAnswer)
        right.append(answer.product == row["size"])
    said = np.array([answer.probability for answer in found if isinstance(answer, LeadScoreAnswer)])
    assert np.mean(right) >= 0.95
    assert np.mean(right) - 0.1 <= said.mean() <= np.mean(right) + 0.02


def test_shares_make_one_and_hold_the_probability(sizes: LoadedVersion, queues: LoadedVersion) -> None:
    """Of every row, known or not: the first share is the probability to the last bit, and all shares together are one."""
    rows: list[dict[str, InputValue]] = [{"width": 10.0, "height": 3.0, "grade": "s"}, {"width": 40.0}, {}]
    for row in rows:
        answer, made = asked(sizes, row)
        assert isinstance(answer, LeadScoreAnswer)
        assert [each.product for each in answer.leads][-1] == NONE
        assert answer.leads[0].probability == answer.probability == made.probability
        assert sum(each.probability for each in answer.leads) == pytest.approx(1.0, abs=1e-12)
        assert made.heads[CLASSES].max() == pytest.approx(made.probability, abs=1e-6)
    for text in (*STRAY, "payout missing", "refund refund", *GREETINGS[:5]):
        answer, _ = asked(queues, {"message": text})
        assert isinstance(answer, TicketTriageAnswer)
        assert (answer.causes[0].cause, answer.causes[0].share) == (answer.root_cause, answer.probability)
        assert sum(each.share for each in answer.causes) == pytest.approx(1.0, abs=1e-12)


def test_causes_beyond_the_third_are_one_share(tmp_path: Path) -> None:
    """Of four classes three are told by name."""
    version = version_of(numbers(200), "ticket-triage", "size", tmp_path)
    answer, _ = asked(version, {"width": 40.0, "height": 40.0})
    assert isinstance(answer, TicketTriageAnswer)
    assert [each.cause for each in answer.causes][3:] == [OTHERS, NONE]
    assert sum(each.share for each in answer.causes) == pytest.approx(1.0, abs=1e-12)


def test_reasons_still_leave_nothing_over(sizes: LoadedVersion, queues: LoadedVersion) -> None:
    """What is about none of the classes is a rival like others: shares of the columns add up to the margin."""
    for version, row in (
        (sizes, {"width": 11.0, "height": 2.0}),
        (queues, {"message": "asdf payout", "channel": "mail"}),
    ):
        deployed = deployed_of(catalogue.get(version.manifest.use_case), UUID(int=1), version)
        assert isinstance(deployed.classes, ClassReasons)
        said = deployed.classes.read(row)
        _, made = asked(version, row)
        told = deployed.classes.tell(said, made, int(made.heads[CLASSES].argmax()))
        whole = told.shares.base_value + sum(told.shares.columns.values())
        assert whole == pytest.approx(made.margin, abs=1e-9)


def test_a_table_of_other_classes_is_refused(queues: LoadedVersion) -> None:
    """Features, table and graph have one width."""
    files = tickets.files()
    manifest = msgspec.json.decode(files[artefacts.MANIFEST])
    manifest["features"] = manifest["features"][:-1]
    with pytest.raises(ArtefactInvalid):
        artefacts.load({**files, artefacts.MANIFEST: msgspec.json.encode(manifest)})
    assert queues.features[-1].endswith(NONE)


def test_stray_rows_are_like_no_row() -> None:
    """Texts that the table has not, numbers beyond its ends, and the same rows from the same seed."""
    columns = Columns(("message",), ("channel", "premium"), ("amount",))
    own = plain(tickets.table(), columns)
    stray = stray_rows(own, columns, 7)
    assert stray.equals(stray_rows(own, columns, 7))
    assert stray.schema == own.schema
    assert not set(stray["message"].drop_nulls()) & set(own["message"].drop_nulls())
    ends = ends_of(own["amount"].to_list())
    assert ends is not None
    outside = stray["amount"].drop_nulls().filter(~stray["amount"].drop_nulls().is_between(*ends))
    assert 0.1 * stray.height < len(outside) < 0.5 * stray.height
    assert ends_of([None]) is None
