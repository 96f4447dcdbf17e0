"""The starter models: what the simulator teaches, so that a fresh installation can decide something.

Histories of several lengths are mixed, because the first payment of a new installation has no past to look at.
"""

import dataclasses
import functools
import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

import inference
from inference import artefacts, catalogue
from inference.features.sets import FEATURE_SETS
from payments.history import History
from payments.movements import device_key, merchant_key, movement_of, sign_in_of
from payments.simulator.events import IST, CustomerTruth, SimulatedLogin, SimulatedPayment, SimulatorConfig
from payments.simulator.stream import Simulation
from payments.state import CustomerState
from training import starter_events, starter_segments, starter_texts, starter_timing
from training.calibration import calibration_of
from training.evaluation import Quality, quality
from training.fit import SHAPES, Rows, fit
from training.package import Source, Version, package, write_folder
from training.starter_commissions import COMMISSION_CHECK
from training.starter_gateways import GATEWAY_ROUTE
from training.starter_histories import LEAD_SCORE, LIFE_EVENTS, SPEND_FORECAST
from training.starter_invoices import PAYMENT_DELAY
from training.starter_payouts import PAYOUT_DELAY
from training.starter_texts import TEXT_RECIPES

FOLDER = Path(inference.__file__).parent / "starter"
SEED = 20261121
ERRORS = frozenset({"double_charge", "wrong_amount"})
Progress = Callable[[str], None]
RECIPES = {
    recipe.use_case: recipe
    for recipe in (
        PAYMENT_DELAY,
        PAYOUT_DELAY,
        GATEWAY_ROUTE,
        SPEND_FORECAST,
        LEAD_SCORE,
        LIFE_EVENTS,
        COMMISSION_CHECK,
    )
}
DENSE: dict[str, Callable[[Progress], dict[str, bytes]]] = {
    **{recipe.use_case: functools.partial(starter_texts.train, recipe) for recipe in TEXT_RECIPES},
    "segment": starter_segments.train,
    "payment-timing": starter_timing.train,
}
"""Starters that are no trees: each makes a version's files."""
_INDEX = """# Starter models

What a fresh installation decides with. Each folder is one version: `manifest.json` hashes the other files, and the digest
below commits to the manifest. Read the `card.md` of each before trusting it: all learned from simulated events.

Written by `countermark train-starters`: the same libraries on the same kind of processor give the same bytes.

| use case | digest |
| --- | --- |
"""


@dataclasses.dataclass(frozen=True)
class World:
    seed: int
    days: int
    customers: int

    @property
    def config(self) -> SimulatorConfig:
        return SimulatorConfig(seed=self.seed, days=self.days, customers=self.customers)

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.customers} customers, {self.days} days"


PAYMENT_WORLDS = (World(101, 150, 600), World(102, 30, 600), World(103, 3, 2_500))
CUSTOMER_WORLDS = (
    World(201, 110, 2_500), World(202, 100, 2_500), World(203, 60, 2_000), World(204, 30, 1_500), World(205, 7, 1_500),
)  # fmt: skip
# Never trained on; the card's figures of "another world" come from these.
UNSEEN_PAYMENTS = World(901, 60, 400)
UNSEEN_CUSTOMERS = World(902, 100, 1_500)


def write_starter(use_case_name: str, folder: Path, progress: Progress = lambda _: None) -> list[str]:
    """Train one starter into a folder. Returns: what to say of it.

    One BLAS thread: how many there are decides how sums are split, and so their last bits, and so the digest.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        return _write(use_case_name, folder, progress)


def _write(use_case_name: str, folder: Path, progress: Progress) -> list[str]:
    dense = DENSE.get(use_case_name)
    if dense is None:
        version = train_starter(use_case_name, progress)
        write_folder(version, folder)
        return version.summary()
    files = dense(progress)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    digest = artefacts.digest_of(files[artefacts.MANIFEST]).hex()
    return [f"{'Version':18} {digest}  ({sum(map(len, files.values())) / 1e6:.2f} MB)"]


def train_starter(use_case_name: str, progress: Progress = lambda _: None) -> Version:
    """Train one starter; the same command gives the same bytes with the same libraries on the same kind of processor."""
    recipe = RECIPES.get(use_case_name)
    if recipe is not None:
        return starter_events.train(recipe, progress)
    use_case = catalogue.get(use_case_name)
    worlds = PAYMENT_WORLDS if use_case.input == "transaction" else CUSTOMER_WORLDS
    unseen_world = UNSEEN_PAYMENTS if use_case.input == "transaction" else UNSEEN_CUSTOMERS
    parts = []
    for number, world in enumerate(worlds):
        progress(f"Simulating {world} ...")
        parts.append(rows_of(use_case_name, world, number))
    rows = _together(parts)
    names = FEATURE_SETS[use_case.feature_set].names
    progress(f"Fitting on {len(rows.target):,} rows, {int(rows.target.sum()):,} of them positive ...")
    fitted = fit(rows, names, SEED, hide=False, shapes=SHAPES)
    progress(f"Measuring on {unseen_world} ...")
    unseen = rows_of(use_case_name, unseen_world, 0)
    raw = np.asarray(fitted.booster.predict(unseen.matrix, raw_score=True))
    probability = 1 / (1 + np.exp(-(fitted.slope * raw + fitted.intercept)))
    notes = (
        "Learned from simulated payments in INR: it shows the product and describes nobody's real customers.",
        "Simulated worlds: " + "; ".join(str(world) for world in worlds) + ".",
        _unseen_note(unseen_world, quality(unseen.target, probability, SEED)),
    )
    target = rows.target[fitted.held_out]
    return package(
        use_case,
        fitted,
        calibration_of(fitted.slope, fitted.intercept, fitted.probability, target),
        quality(target, fitted.probability, SEED),
        rows.matrix,
        Source(f"countermark train-starters {use_case_name}", _hash_of(rows), (), notes, SEED),
    )


def write_index(folder: Path) -> None:
    """Write the README that names each starter's digest."""
    there = [name for name in catalogue.names() if (folder / name).is_dir()]
    digests = {name: artefacts.load(folder / name).digest.hex() for name in there}
    rows = [f"| `{name}` | `{digest}` |" for name, digest in digests.items()]
    (folder / "README.md").write_text(_INDEX + "\n".join(rows) + "\n")


def rows_of(use_case_name: str, world: World, number: int) -> Rows:
    """The labelled rows of one simulated world. number: keeps its customers apart from those of other worlds."""
    if catalogue.get(use_case_name).input == "transaction":
        return _payment_rows(world, number)
    return _customer_rows(use_case_name, world, number)


def _payment_rows(world: World, number: int) -> Rows:
    """One row a payment, as of that payment. Positive: reported as fraud, or an error (double charge, wrong amount)."""
    compute = FEATURE_SETS["payment/1"].compute
    histories: dict[str, History] = {}
    parts, target, customers = [], [], []
    for event in _events(Simulation(world.config)):
        history = _history(histories, event)
        if isinstance(event, SimulatedPayment):
            payment = event.transaction
            state = history.state(
                payment.occurred_at,
                payment.currency,
                merchant_key(plain_digest, payment.merchant_id),
                device_key(plain_digest, payment.device_id),
            )
            parts.append(compute([state], [payment]))
            target.append(event.fraud or event.scenario in ERRORS)
            customers.append(int(payment.customer_id[1:]))
        _remember(history, event)
    group = np.array(customers, np.int64) + 1_000_000 * number
    return Rows(np.concatenate(parts), np.array(target, np.bool_), group=group)


def _customer_rows(use_case_name: str, world: World, number: int) -> Rows:
    """One row a customer, as of the end of the last simulated day. Positive: what became of the customer afterwards."""
    known = _customers(world)
    states = [state for state, _ in known]
    target = [truth.defaulted if use_case_name == "credit-score" else truth.churned for _, truth in known]
    feature_set = FEATURE_SETS[catalogue.get(use_case_name).feature_set]
    group = np.arange(len(states), dtype=np.int64) + 1_000_000 * number
    return Rows(feature_set.compute(states, ()), np.array(target, np.bool_), group=group)


@functools.lru_cache(maxsize=len(CUSTOMER_WORLDS) + 1)
def _customers(world: World) -> list[tuple[CustomerState, CustomerTruth]]:
    """Play a world to its end. Several starters learn from it."""
    simulation = Simulation(world.config)
    histories: dict[str, History] = {}
    for event in _events(simulation):
        _remember(_history(histories, event), event)
    end = datetime.combine(world.config.start, time(), IST).astimezone(UTC) + timedelta(days=world.days)
    return [
        (histories[truth.customer_id].state(end), truth)
        for truth in simulation.truths
        if truth.customer_id in histories
    ]


def _events(simulation: Simulation) -> Iterator[SimulatedPayment | SimulatedLogin]:
    for event in simulation.events():
        if isinstance(event, (SimulatedPayment, SimulatedLogin)):
            yield event


def _history(histories: dict[str, History], event: SimulatedPayment | SimulatedLogin) -> History:
    fact = event.transaction if isinstance(event, SimulatedPayment) else event.login
    found = histories.get(fact.customer_id)
    if found is None:
        found = histories[fact.customer_id] = History()
    return found


def _remember(history: History, event: SimulatedPayment | SimulatedLogin) -> None:
    if isinstance(event, SimulatedPayment):
        order = (event.transaction.id or "").encode()
        history.add(movement_of(event.transaction, plain_digest, order))
    else:
        history.add_sign_in(sign_in_of(event.login, plain_digest))


def plain_digest(label: str, value: bytes) -> bytes:
    """Any uniform hash serves where nothing rests: the state only compares and sketches."""
    return hashlib.blake2b(value, key=label.encode(), digest_size=32).digest()


def _together(parts: Sequence[Rows]) -> Rows:
    return Rows(
        np.concatenate([part.matrix for part in parts]),
        np.concatenate([part.target for part in parts]),
        group=np.concatenate([part.group for part in parts if part.group is not None]),
    )


def _hash_of(rows: Rows) -> str:
    digest = hashlib.sha256(rows.matrix.tobytes())
    digest.update(np.packbits(rows.target).tobytes())
    return digest.hexdigest()


def _unseen_note(world: World, found: Quality) -> str:
    return (
        f"On a world never trained on ({world}; {found.rows:,} rows, {found.positives:,} positive): "
        f"AUC {found.auc.value:.3f}, average precision {found.ap.value:.3f}, Brier score {found.brier.value:.4f}."
    )
