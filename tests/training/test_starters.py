"""The models that ship are the ones that were made, small, exact and good at what the simulator plays."""

import re
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from inference import artefacts, catalogue
from inference.answering.payment_timing import PaymentTimingAnswer
from inference.answering.registry import ANSWERS
from inference.artefacts import LoadedVersion
from inference.features.events import EVENT_SETS
from inference.features.invoices import NAMES
from inference.predictions import Prediction
from tests.training.forests import shap_of
from tools.check_starters import differences, main
from training.evaluation import auc_of
from training.everyday_customers import WAY, everyday_customers
from training.heads import pinball
from training.onnx_export import from_onnx
from training.parity import BATCHES, probe_rows
from training.policy.months import AT as MONTH_START
from training.policy.months import month
from training.starter_segments import households
from training.starter_texts import TEXT_RECIPES, TextRecipe
from training.starter_work import write_starters
from training.starters import DENSE, FOLDER, RECIPES, World, rows_of, write_starter
from training.trees import Tree

SIZE_MAX = 3_000_000
# What the cards say of other worlds less three standard errors of worlds this small (about 0.04 at 40 positives).
EXPECTED = {
    "transaction-anomaly": 0.95, "credit-score": 0.66, "churn-score": 0.75, "payment-delay": 0.92,
    "payout-delay": 0.95, "gateway-route": 0.58, "spend-forecast": 0.72, "lead-score": 0.70, "life-events": 0.98,
    "commission-check": 0.97,
}  # fmt: skip
WORLDS = {
    "transaction-anomaly": World(7_001, 25, 150), "credit-score": World(7_002, 90, 400), "churn-score": World(7_003, 90, 400),
}  # fmt: skip
starter = pytest.mark.parametrize("name", catalogue.names())
of_trees = pytest.mark.parametrize("name", [name for name in catalogue.names() if name not in DENSE])


def test_the_digest_does_not_depend_on_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a starter is made, sums are not split over threads; afterwards they are as before."""

    def threads() -> list[int]:
        return [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]

    seen: list[int] = []

    def made(_progress: object) -> dict[str, bytes]:
        seen.extend(threads())
        return {artefacts.MANIFEST: b"{}"}

    monkeypatch.setitem(DENSE, "segment", made)
    before = threads()
    write_starter("segment", tmp_path / "segment")
    assert seen
    assert set(seen) == {1}
    assert threads() == before


def test_another_byte_is_told(tmp_path: Path) -> None:
    """A starter that is made again has the same bytes, and the check names each file that has not."""
    made, again = tmp_path / "made", tmp_path / "again"
    for folder in (made, again):
        write_starters(["ticket-triage"], folder, lambda _: None)
    digest = artefacts.digest_of((made / "ticket-triage" / artefacts.MANIFEST).read_bytes()).hex()
    (made / "README.md").write_text(f"| `ticket-triage` | `{digest}` |")
    assert list(differences("ticket-triage", again, made)) == []
    (again / "ticket-triage" / "card.md").write_text("another")
    (again / "ticket-triage" / "paths.npz").unlink()
    (made / "README.md").write_text("| `ticket-triage` | `of-another` |")
    assert list(differences("ticket-triage", again, made)) == [
        "ticket-triage: card.md differs.", "ticket-triage: paths.npz is not made.",
        f"ticket-triage: README.md names another digest than {digest}.",
    ]  # fmt: skip
    assert main(["no-such-starter"]) == 2


def trees_and_rows(
    name: str,
) -> tuple[list[Tree], float, LoadedVersion, np.ndarray[tuple[int, int], np.dtype[np.float32]]]:
    files = artefacts.read_folder(FOLDER / name)
    trees, intercept = from_onnx(files[artefacts.GRAPH])
    version = artefacts.load(files)
    rng = np.random.default_rng(1)
    base = rng.lognormal(1, 2, (500, len(version.features))).astype(np.float32)
    base[rng.random(base.shape) < 0.2] = np.nan
    rows = np.concatenate([base, rng.permutation(probe_rows(trees, base, rng))[:500]])
    return trees, intercept, version, np.ascontiguousarray(rows.reshape(-1, len(version.features)))


@starter
def test_it_is_the_committed_one(name: str) -> None:
    """The digest is the one that the README names, and all its files together are at most 3 MB."""
    files = artefacts.read_folder(FOLDER / name)
    named = re.search(rf"\| `{name}` \| `([0-9a-f]{{64}})` \|", (FOLDER / "README.md").read_text())
    assert named is not None
    version = artefacts.load(files)
    assert version.digest.hex() == named[1]
    assert version.manifest.inputs == "facts"
    assert sum(map(len, files.values())) <= SIZE_MAX


@of_trees
def test_its_explanations_are_shaps(name: str) -> None:
    """Within 1e-5 of shap.TreeExplainer over the graph's own trees, on thresholds and with values missing."""
    trees, intercept, version, rows = trees_and_rows(name)
    expected = np.asarray(shap_of(trees, intercept).shap_values(rows)).reshape(rows.shape)
    np.testing.assert_allclose(version.explain(rows), expected, atol=1e-5, rtol=0)


@of_trees
def test_its_parts_add_up_and_its_bits_are_steady(name: str) -> None:
    """Base value and contributions give the margin within 1e-5, and a row scores the same bits at n = 1, 2, 16, 1000."""
    _, _, version, rows = trees_and_rows(name)
    assert version.batch_invariant
    whole = version.score(rows)
    np.testing.assert_allclose(
        version.base_value + version.explain(rows).sum(axis=1), whole.margin, atol=1e-5, rtol=0
    )
    for size in BATCHES:
        for at in range(0, len(rows), size):
            part = version.score(rows[at : at + size])
            assert np.array_equal(part.margin, whole.margin[at : at + size])
            assert np.array_equal(part.probability, whole.probability[at : at + size])


@of_trees
def test_it_knows_a_world_that_it_never_saw(name: str) -> None:
    """AUC on a simulated world of another seed; the mean probability is near the rate, so the calibration carries over."""
    rows = RECIPES[name].play(7_004) if name in RECIPES else rows_of(name, WORLDS[name], 0)
    probability = artefacts.load(Path(FOLDER / name)).score(rows.matrix).probability
    assert auc_of(rows.target, probability) >= EXPECTED[name]
    rate = rows.target.mean()
    assert rate / 2 <= probability.mean() <= rate * 2


def test_confidence_of_an_alarm_is_high() -> None:
    """A payment scored near certainty has an interval near certainty, and an ordinary one near zero."""
    version = artefacts.load(Path(FOLDER / "transaction-anomaly"))
    assert version.confidence(0.99).low > 0.9
    assert version.confidence(0.0001).high < 0.01
    assert version.confidence(0.5).support >= 50


@pytest.mark.parametrize("name", RECIPES)
def test_heads_hold_what_they_promise(name: str) -> None:
    """On a world of another seed each quantile has about its share of the truth below it, and beats the plain quantile."""
    recipe = RECIPES[name]
    seen, unseen = recipe.play(recipe.worlds[0]), recipe.play(7_005)
    heads = artefacts.load(Path(FOLDER / name)).score(unseen.matrix).heads
    assert set(heads) >= set(recipe.levels)
    for head, level in recipe.levels.items():
        known = ~np.isnan(unseen.values[head])
        truth, said = unseen.values[head][known], heads[head][known, 0].astype(np.float64)
        assert abs(float((truth <= said).mean()) - level) < 0.1
        plain = np.nanquantile(seen.values[head], level)
        assert pinball(truth, said, level) < 0.9 * pinball(truth, np.full_like(truth, plain), level)


def test_invoices_are_told_apart_as_promised() -> None:
    """At least 85 % of the invoices of an unseen world that are not yet due are called late or in time correctly."""
    examples = RECIPES["payment-delay"].play(7_006)
    waiting = examples.matrix[:, NAMES.index("days_to_due")] >= 0
    version = artefacts.load(Path(FOLDER / "payment-delay"))
    called = version.score(examples.matrix[waiting]).probability > 0.5
    assert (called == examples.target[waiting]).mean() >= 0.85


@pytest.mark.parametrize("recipe", TEXT_RECIPES, ids=lambda recipe: recipe.use_case)
def test_texts_are_read(recipe: TextRecipe) -> None:
    """Of texts of another seed at least 95 % get their class, and what is called sure is right as often as it says."""
    matrix, target = recipe.write(7_007, 1_500)
    scores = artefacts.load(Path(FOLDER / recipe.use_case)).score(matrix)
    right = scores.heads["classes"].argmax(axis=1) == target
    assert right.mean() >= 0.95
    assert right[scores.probability >= 0.9].mean() >= 0.95
    assert abs(scores.probability.mean() - right.mean()) < 0.05


def test_segments_are_the_ways_of_life() -> None:
    """Households of another seed are put where their way of life is, though clustering was never told of it, and customers of
    the simulated stream are put together, after few days, too; a household like no other is in no dense segment."""
    version = artefacts.load(Path(FOLDER / "segment"))
    regions = version.manifest.regions
    assert regions is not None
    homes, ways = households(7_008, 75)
    everyday = everyday_customers(7_009, 60)
    for matrix, truth, least in ((homes, ways, 0.9), (everyday, [WAY] * len(everyday), 0.85)):
        scores = version.score(matrix)
        named = [version.manifest.classes[place] for place in scores.heads["distances"].argmin(axis=1)]
        right = np.array([name == way for name, way in zip(named, truth, strict=True)])
        assert right.mean() >= least
        assert 0.75 <= scores.probability.mean() <= right.mean() + 0.05
    assert (version.score(homes).heads["core_distances"].min(axis=1) <= regions.radius).mean() >= 0.5
    strange = version.score(np.full((1, homes.shape[1]), 50.0, np.float32))
    assert strange.heads["core_distances"].min() > regions.radius
    assert strange.probability[0] < 0.05


def test_the_learnt_policy_beats_paying_on_due_dates() -> None:
    """Over months that it was not learnt from, the plans of the shipped graph cost at least 20 % less."""
    version = artefacts.load(Path(FOLDER / "payment-timing"))
    ours = rule = 0.0
    for number in range(500_000, 500_060):
        portfolio = month(number)
        scores = version.score(EVENT_SETS["portfolio/1"].compute(portfolio, MONTH_START))
        rows = [
            Prediction(
                np.empty(0, np.float32),
                0.0,
                float(chance),
                np.empty(0),
                version.confidence(0.5),
                {"pay_log_odds": odds},
            )
            for chance, odds in zip(scores.probability, scores.heads["pay_log_odds"], strict=True)
        ]
        answer = ANSWERS["payment-timing"].answer(portfolio, MONTH_START, rows).answer
        assert isinstance(answer, PaymentTimingAnswer)
        ours, rule = ours + (answer.cost_minor or 0), rule + (answer.due_date_cost_minor or 0)
        assert {each.id for each in answer.plan} == {invoice.id for invoice in portfolio.invoices}
    assert ours <= 0.8 * rule
