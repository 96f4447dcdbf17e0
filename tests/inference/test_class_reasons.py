"""Why a class was named: shares that add up to the margin, and words for them; on versions that training itself exported."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from uuid import UUID

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import artefacts, catalogue, evidence
from inference.answering.kinds import CLASSES, ranked
from inference.artefacts import ArtefactInvalid, LoadedVersion
from inference.class_reasons import ClassReasons, Told
from inference.evidence import Evidence, Read, Scale
from inference.evidence_shares import SURE, said_of, shares_of
from inference.features.token_owners import Owner, owned
from inference.features.tokens import Vocabulary, tokens_of
from inference.inputs import InputsRefused, InputValue
from inference.manifest import Calibration
from inference.predictions import Prediction, predict_many
from inference.routing import Deployed, deployed_of
from inference.runtimes.ort import OnnxRuntime
from tests.inference import tickets
from training.class_version import Linear, graph_of, scale_of

CALIBRATION = Calibration(slope=0.8, intercept=-0.3, level=0.9, bins=())


@pytest.fixture(scope="module")
def deployed() -> Deployed:
    return deployed_of(catalogue.get(tickets.USE_CASE), UUID(int=1), artefacts.load(tickets.files()))


def asked(deployed: Deployed, inputs: Mapping[str, InputValue]) -> tuple[Prediction, Told]:
    (prediction,) = predict_many([deployed.version], [deployed.inputs.encode(inputs)])
    assert prediction is not None
    assert isinstance(deployed.classes, ClassReasons)
    chosen = ranked(prediction.heads[CLASSES].tolist())[0]
    return prediction, deployed.classes.tell(deployed.classes.read(inputs), prediction, chosen)


def test_shares_add_up_to_the_margin(deployed: Deployed) -> None:
    """Of every row: base value and the shares of its columns are the margin, and those of its words are the same."""
    moved = set()
    for row in tickets.table(60, seed=8).select(tickets.INPUTS).to_dicts():
        prediction, told = asked(deployed, row)
        shares = told.shares
        assert tuple(shares.columns) == tuple(column.name for column in deployed.version.manifest.columns)
        assert shares.base_value + sum(shares.columns.values()) == pytest.approx(prediction.margin, abs=1e-9)
        assert shares.base_value + sum(shares.owners.values()) == pytest.approx(prediction.margin, abs=1e-9)
        moved |= {name for name, amount in shares.columns.items() if abs(amount) > 0.05}
    assert moved == set(tickets.INPUTS)


def test_words_of_a_class_speak_for_it(deployed: Deployed) -> None:
    """Each reason quotes what was sent, says for what it speaks, in either language; a word of a rival speaks against."""
    inputs = {"message": "PASSWORD locked, refund", "channel": None, "premium": True, "amount": 12.5}
    prediction, told = asked(deployed, inputs)
    assert told.name == "Login"
    shares = {(owner.column, owner.word): amount for owner, amount in told.shares.owners.items()}
    assert shares["message", "password"] > 0
    assert shares["message", "locked"] > 0
    assert shares["message", "refund"] < 0
    assert deployed.classes is not None
    english, hindi = (deployed.classes.reasons(told, language) for language in ("en", "hi"))
    strongest = english[0]
    assert strongest.text in {
        f"`message` says “{word}”, which speaks for `Login`." for word in ("password", "locked")
    }
    assert (strongest.code, strongest.feature, strongest.direction) == ("message.word", "message", "up")
    assert hindi[0].text.endswith("” लिखा है, जो `Login` के पक्ष में है।")
    assert [each.contribution for each in hindi] == [each.contribution for each in english]
    sizes = [abs(each.contribution) for each in english]
    assert sizes == sorted(sizes, reverse=True)
    assert prediction.margin > told.shares.base_value


def test_facts_have_reasons_of_their_own(deployed: Deployed) -> None:
    """A missing text, a flag, a number and a category are named by what they are."""
    _, told = asked(deployed, {"message": None, "channel": "Refund", "premium": False, "amount": 75.0})
    assert deployed.classes is not None
    found = {each.code: each for each in deployed.classes.reasons(told, "en")}
    assert found["amount"].value == 75.0
    assert found["amount"].text == "`amount` is 75, which speaks for `Refund`."
    assert found["premium"].value == 0.0
    assert found["premium"].text.startswith("`premium` is no, which speaks ")
    assert found["channel"].text == "`channel` is Refund, which speaks for `Refund`."
    assert found["message.missing"].text.startswith("`message` is missing, which speaks ")


def test_what_tells_nothing_has_no_share() -> None:
    """Evidence that all classes have alike counts nothing, a rival's counts against, and an absent token has no part."""
    held, scale, calibration = _three()
    said = said_of(held, Read(["alike near far"], [], []))
    shares = shares_of(scale, calibration, said, 0, _margin(), ["text"])
    found = {owner.word: amount for owner, amount in shares.owners.items()}
    assert found["alike"] == pytest.approx(0, abs=1e-12)
    assert found["near"] < 0 < found["far"]


def _three() -> tuple[Evidence, Scale, Calibration]:
    words = {"alike": (1.5, 1.5, 1.5), "far": (3.0, 0.0, 1.0), "near": (-0.5, 1.0, 0.0)}
    vocabulary = Vocabulary(
        texts=("text",), categories=(), numbers={}, weights=(1.0,) * 3,
        places={f"w0:{word}": place for place, word in enumerate(words)},
    )  # fmt: skip
    scale = Scale(np.array([0.1, -0.2, 0.3], np.float32), 2.0)
    return Evidence(vocabulary, np.array(list(words.values()), np.float16), scale), scale, CALIBRATION


def _margin() -> float:
    table, scale, calibration = _three()
    scores = scale.bias + scale.cooling * table.of(Read(["alike near far"], [], [])).astype(np.float64)
    shares = np.exp(scores) / np.exp(scores).sum()
    return float(calibration.slope * np.log(shares[0] / (1 - shares[0])) + calibration.intercept)


@given(
    st.lists(st.lists(st.floats(-30, 30, width=16), min_size=3, max_size=3), min_size=3, max_size=3),
    st.lists(st.floats(-20, 20, width=32), min_size=3, max_size=3),
    st.floats(0.01, 150),
)
def test_shares_stay_finite_and_add_up(table: list[list[float]], bias: list[float], cooling: float) -> None:
    """However sure a graph is, or however even, the same graph that answers is shared out without a remainder."""
    held, _, calibration = _three()
    scale = scale_of(
        Linear(np.zeros((3, 3), np.float32), np.array(bias, np.float32) / np.float32(cooling), 1 / cooling)
    )
    held = msgspec.structs.replace(held, table=np.array(table, np.float16), scale=scale)
    said = Read(["alike near far"], [], [])
    features = held.of(said)[None]
    graph = graph_of(scale, calibration.slope, calibration.intercept)
    found = OnnxRuntime().open(graph, 3).outputs(features)
    margin, chosen = float(found.margin[0]), int(found.heads["classes"][0].argmax())
    row = said_of(held, said)
    np.testing.assert_array_equal(row.features, held.of(said))
    assert row.says.sum(axis=0) == pytest.approx(row.features, rel=1e-5, abs=1e-5)
    shares = shares_of(scale, calibration, row, chosen, margin, ["text"])
    total = shares.base_value + sum(shares.owners.values())
    assert np.isfinite(list(shares.owners.values())).all()
    whole = features.any() and any(map(abs, shares.owners.values()))
    assert total == pytest.approx(margin if whole else shares.base_value, rel=1e-9, abs=1e-9)
    # Without the spread of what float32 rounds they would add up too.
    unrounded = shares_of(scale, calibration, row, chosen, shares.base_value, ["text"])
    assert set(unrounded.owners) == set(shares.owners)


def test_nothing_known_is_no_certainty() -> None:
    """Where nothing tells classes apart, each has its even share, and the margin says so."""
    scale = Scale(np.zeros(4, np.float32), 1.0)
    found = OnnxRuntime().open(graph_of(scale, 1.0, 0.0), 4).outputs(np.zeros((1, 4), np.float32))
    assert found.margin[0] == pytest.approx(np.log(0.25 / 0.75), abs=1e-5)
    certain = OnnxRuntime().open(graph_of(scale, 1.0, 0.0), 4).outputs(np.array([[90, 0, 0, 0]], np.float32))
    assert certain.margin[0] == pytest.approx(-np.log(SURE), abs=1e-3)


WORDS = st.sampled_from(["card", "cards", "it's", "a", "पैसा", "x1", "card"])
TEXTS = st.one_of(st.none(), st.lists(WORDS, max_size=6).map(" ".join))


@given(
    st.lists(TEXTS, min_size=2, max_size=2),
    st.lists(st.one_of(st.none(), st.sampled_from("ab|=")), min_size=3, max_size=3),
    st.one_of(st.none(), st.floats(-9, 9)),
)
def test_every_token_has_owners(
    texts: list[str | None], categories: list[str | None], number: float | None
) -> None:
    """Nothing that is counted is left out, or counted twice, on the way back from tokens to words and values."""
    vocabulary = Vocabulary(
        texts=("one", "two"), categories=("a", "b", "c"), numbers={"n": (0.0, 5.0)}, places={}, weights=()
    )
    tokens = tokens_of(vocabulary, texts, categories, [number])
    counts = {name: count for family in tokens.families.values() for name, count in family.items()}
    known = {name: place for place, name in enumerate(counts)}
    owners = owned(vocabulary, texts, categories, [number], tokens, known)
    found: Counter[int] = Counter()
    for times in owners.values():
        found.update(times)
    assert {name: found[place] for name, place in known.items()} == pytest.approx(counts)
    for column, text in zip(("one", "two"), texts, strict=True):
        assert (Owner(column, "missing") in owners) == (text is None)
    assert owned(vocabulary, texts, categories, [number], tokens, {}).keys() == owners.keys()


def test_a_graph_that_does_something_else_is_refused() -> None:
    """Reasons rest on the table and its scale, so a graph that makes other shares of them is not taken."""
    files = dict(tickets.files())
    held = artefacts.load(files)
    assert held.evidence is not None
    assert held.evidence.scale is not None
    other = msgspec.structs.replace(held.evidence.scale, cooling=held.evidence.scale.cooling * 1.1)
    files[evidence.FILE] = evidence.write(msgspec.structs.replace(held.evidence, scale=other))
    with pytest.raises(ArtefactInvalid, match="other shares"):
        artefacts.load(_hashed(files))


def test_a_version_from_before_answers_without_reasons() -> None:
    """What has no scale is read and answers as ever."""
    files = dict(tickets.files())
    held = artefacts.load(files)
    assert held.evidence is not None
    files[evidence.FILE] = evidence.write(msgspec.structs.replace(held.evidence, scale=None))
    older = deployed_of(catalogue.get(tickets.USE_CASE), UUID(int=2), artefacts.load(_hashed(files)))
    assert older.classes is None
    row: dict[str, InputValue] = {"message": "locked", "premium": True}
    np.testing.assert_array_equal(older.inputs.encode(row), reader_of(held).encode(row))


def reader_of(version: LoadedVersion) -> evidence.TextEncoder:
    assert version.evidence is not None
    return evidence.TextEncoder(version.manifest.columns, version.evidence)


def _hashed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    manifest = json.loads(files[artefacts.MANIFEST])
    manifest["files"][evidence.FILE] = hashlib.sha256(files[evidence.FILE]).hexdigest()
    return {**files, artefacts.MANIFEST: json.dumps(manifest).encode()}


def test_numbers_beyond_all_measure_are_refused(deployed: Deployed) -> None:
    """An integer of four hundred digits is wrong, not an error of ours."""
    with pytest.raises(InputsRefused):
        deployed.inputs.encode({"amount": 10**400})
