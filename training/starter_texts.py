"""Starters that read texts: statement lines and tickets, written by grammars with the habits of banks and people."""

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from random import Random

import numpy as np
from numpy.typing import NDArray

from inference import catalogue
from inference.answering import categorize, ticket_triage
from inference.features.texts import line_rows, ticket_rows
from inference.runtimes.ort import OnnxRuntime
from payments.facts import Direction
from payments.simulator.world import CITIES
from payments.statement_facts import Statement, StatementLine, Ticket
from training import hindi_words as hindi
from training.fact_classes import REASONS_NOTE, fit_texts, package_texts
from training.package import Source
from training.statement_words import (
    CREDITED,
    LINES,
    NAMES_AFTER,
    NAMES_BEFORE,
    PLACES_OF,
    PLAIN,
    WRAPPINGS,
)
from training.ticket_words import ENDINGS, OPENINGS, SAYINGS
from training.unlike_texts import unlike

SEED = 20261121
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LINES_COUNT, TICKETS_COUNT = 10_000, 7_000
UNLIKE_SHARE = 0.5
_PLAIN_SHARE, _UNTOLD_SHARE, _SHORT_SHARE = 0.2, 0.3, 0.15
_HINDI_SHARE, _CREDIT_SHARE = 0.15, 0.4
_INCOMING = frozenset({"salary", "refund", "interest"})
Progress = Callable[[str], None]
Texts = tuple[NDArray[np.float32], NDArray[np.int64]]


@dataclasses.dataclass(frozen=True)
class TextRecipe:
    """write: the rows and classes of one seed, so many. stray: rows of none of the classes. unseen: a seed never trained on."""

    use_case: str
    classes: tuple[str, ...]
    write: Callable[[int, int], Texts]
    stray: Callable[[int, int], NDArray[np.float32]]
    count: int
    seed: int
    unseen: int


def lines(seed: int, count: int) -> Texts:
    """Statement lines: a business of some category, wrapped as a bank would; some with their direction, in a field or in words."""
    rng = Random(f"{seed}/statement lines")
    found: list[StatementLine] = []
    target: list[int] = []
    for _ in range(count):
        place = rng.randrange(len(categorize.CATEGORIES))
        category = categorize.CATEGORIES[place]
        comes_in = category in _INCOMING or (category == "transfer" and rng.random() < _CREDIT_SHARE)
        text, low, high = _business(rng, category, comes_in=comes_in)
        direction: Direction = "credit" if comes_in else "debit"
        told = rng.random() > _UNTOLD_SHARE
        amount = round(low * (high / low) ** rng.random())
        found.append(_line(text, 100 * amount, direction if told else None))
        target.append(place)
    return _rows_of_lines(found), np.array(target, np.int64)


def stray_lines(seed: int, count: int) -> NDArray[np.float32]:
    """Statement lines that say nothing of what was paid, half of them wrapped as a bank would."""
    rng = Random(f"{seed}/stray lines")
    found = []
    for _ in range(count):
        text = _stray(rng).upper()
        if rng.random() < 0.5:
            text = _wrapped(rng, rng.choice(WRAPPINGS[""]), text)
        amount = round(2_000 * 5_000 ** rng.random())
        found.append(_line(text[:256], amount, "credit" if rng.random() < 0.2 else "debit"))
    return _rows_of_lines(found)


def _line(text: str, amount_minor: int, direction: Direction | None) -> StatementLine:
    return StatementLine(text=text, amount_minor=amount_minor, direction=direction, occurred_at=AT)


def _rows_of_lines(lines: Sequence[StatementLine]) -> NDArray[np.float32]:
    rows = [
        row
        for line in lines
        for row in line_rows(Statement(customer_id="c", currency="INR", lines=[line]), AT)
    ]
    return np.array(rows, np.float32)


def _business(rng: Random, category: str, *, comes_in: bool) -> tuple[str, int, int]:
    words, low, high = LINES[category]
    if rng.random() < _HINDI_SHARE:
        return _wrapped(rng, rng.choice(hindi.WRAPPINGS), rng.choice(hindi.NAMES[category])), low, high
    if comes_in and rng.random() < _CREDIT_SHARE:
        return _credited(rng, category), low, high
    plain = PLAIN.get(category, PLAIN[""] if category in PLACES_OF else ())
    if plain and rng.random() < _PLAIN_SHARE:
        return _plain(rng, rng.choice(plain), category), low, high
    name = rng.choice(words)
    if category in PLACES_OF and rng.random() < 0.7:
        name = f"{rng.choice(NAMES_BEFORE)} {name}"
    if category in PLACES_OF and rng.random() < 0.4:
        name = f"{name} {rng.choice(NAMES_AFTER)}"
    wrapping = rng.choice(WRAPPINGS.get(category, WRAPPINGS[""]))
    text = _wrapped(rng, wrapping, name)
    if rng.random() < 0.15 and len(name) > 8:
        text = text.replace(name, name[: rng.randrange(7, len(name))])  # banks cut names short
    return text[:256], low, high


def _credited(rng: Random, category: str) -> str:
    """What comes in, in a bank's words for that; a refund also of a merchant that says nothing else."""
    if category == "refund" and rng.random() < 0.5:
        name = f"{rng.choice(NAMES_BEFORE)} {rng.choice(LINES[rng.choice(sorted(PLACES_OF))][0])}"
    else:
        name = rng.choice(LINES[category][0])
    return _wrapped(rng, rng.choice(CREDITED), name)[:256]


def _wrapped(rng: Random, wrapping: str, name: str) -> str:
    text = wrapping.replace("{name}", name).replace("{number}", str(rng.randrange(10**9, 10**12)))
    return text.replace("{short}", str(rng.randrange(1000, 9999)))


def _plain(rng: Random, form: str, category: str) -> str:
    city = rng.choice(CITIES).name
    text = form.replace("{CATEGORY}", category.upper()).replace("{Category}", category.title())
    text = text.replace("{CITY}", city.upper()).replace("{City}", city)
    text = text.replace("{short}", f"{rng.randrange(10**6):06d}")
    return text.replace("{place}", f"{rng.randrange(200):03d}")


def tickets(seed: int, count: int) -> Texts:
    """Tickets: one of the ways to say each cause, between an opening and an ending that say nothing; some are a subject alone,
    some in Hindi."""
    rng = Random(f"{seed}/tickets")
    rows: list[tuple[float, ...]] = []
    target: list[int] = []
    for _ in range(count):
        place = rng.randrange(len(ticket_triage.CAUSES))
        subjects, objects, sentences = SAYINGS[ticket_triage.CAUSES[place]]
        openings: Sequence[str] = OPENINGS
        endings: Sequence[str] = ENDINGS
        if rng.random() < _HINDI_SHARE:
            subjects, sentences = hindi.SAYINGS[ticket_triage.CAUSES[place]]
            openings, endings = hindi.OPENINGS, hindi.ENDINGS
        said = [rng.choice(openings), rng.choice(sentences), rng.choice(endings)]
        if rng.random() < 0.35:
            said.insert(2, rng.choice(sentences))
        text = " ".join(each for each in said if each).replace("{object}", rng.choice(objects))
        text = text.replace("{days}", str(rng.randrange(2, 15))).replace(
            "{amount}", f"Rs {rng.randrange(99, 90_000)}"
        )
        words = [word for word in text.split() if rng.random() > 0.06]
        subject = rng.choice(subjects) if rng.random() < 0.5 else None
        ticket = Ticket(text=" ".join(words) or text, subject=subject)
        if rng.random() < _SHORT_SHARE:
            ticket = Ticket(text=rng.choice(subjects))
        rows.extend(ticket_rows(ticket, AT))
        target.append(place)
    return np.array(rows, np.float32), np.array(target, np.int64)


def stray_tickets(seed: int, count: int) -> NDArray[np.float32]:
    """Tickets that are about nothing that has a cause, some with a subject of the same kind."""
    rng = Random(f"{seed}/stray tickets")
    rows: list[tuple[float, ...]] = []
    for _ in range(count):
        subject = _stray(rng)[:256] if rng.random() < 0.2 else None
        rows.extend(ticket_rows(Ticket(text=_stray(rng), subject=subject), AT))
    return np.array(rows, np.float32)


def _stray(rng: Random) -> str:
    """What is about nothing, some of it in Hindi, of which some is nonsense."""
    if rng.random() > _HINDI_SHARE:
        return unlike(rng)
    if rng.random() < 0.7:
        return " ".join(rng.sample(hindi.STRAY, rng.randint(1, 2)))
    words = ["".join(rng.choice(hindi.LETTERS) + rng.choice(hindi.SIGNS) for _ in range(rng.randint(1, 4)))]
    return " ".join(words * rng.randint(1, 2))


def train(recipe: TextRecipe, progress: Progress = lambda _: None) -> dict[str, bytes]:
    """Fit, calibrate how sure the model may be, measure on texts of another seed, and package."""
    progress(f"Writing {recipe.count:,} texts ...")
    matrix, target = recipe.write(recipe.seed, recipe.count)
    progress(f"Fitting {len(recipe.classes)} classes ...")
    stray = recipe.stray(recipe.seed, round(UNLIKE_SHARE * recipe.count))
    fitted = fit_texts(matrix, target, len(recipe.classes), SEED, stray)
    hashed = hashlib.sha256(matrix.tobytes())
    hashed.update(stray.tobytes())
    hashed.update(target.tobytes())
    found = _measure(recipe, fitted.graph)
    notes = (
        "Beside the classes stands what is about none of them: it takes its share of the belief and is never named.",
        "Learned from texts that grammars wrote: it shows the product; real texts are messier, so train a version on yours.",
        REASONS_NOTE,
    )
    card = (
        (
            "Model",
            f"multinomial logistic regression over {matrix.shape[1]} hashed features, {len(recipe.classes)} classes",
        ),
        ("Classes", ", ".join(recipe.classes)),
        ("Accuracy on held-out texts", f"{100 * fitted.right.mean():.1f} %"),
        (f"Accuracy on texts of another seed ({recipe.unseen})", f"{100 * found.accuracy:.1f} %"),
        ("Of those said to be right at 50 % or more", f"{100 * found.likely:.1f} %"),
        ("Of those said to be right at 90 % or more, right", f"{100 * found.sure:.1f} %"),
        ("Texts about none of the classes, of that seed, below 50 %", f"{100 * found.stray:.1f} %"),
    )
    source = Source(f"countermark train-starters {recipe.use_case}", hashed.hexdigest(), (), notes, SEED)
    return package_texts(catalogue.get(recipe.use_case), fitted, recipe.classes, matrix, source, card)


@dataclasses.dataclass(frozen=True)
class _Found:
    """Shares of texts of another seed. accuracy: named rightly. likely: said to be right at half or more. sure: of those said
    to be right at nine tenths, right. stray: of texts about none of the classes, below half."""

    accuracy: float
    likely: float
    sure: float
    stray: float


def _measure(recipe: TextRecipe, graph: bytes) -> _Found:
    matrix, target = recipe.write(recipe.unseen, 3_000)
    scorer = OnnxRuntime().open(graph, matrix.shape[1])
    found = scorer.outputs(matrix)
    right = found.heads["classes"].argmax(axis=1) == target
    sure = 1 / (1 + np.exp(-found.margin)) >= 0.9
    stray = scorer.margins(recipe.stray(recipe.unseen, 1_000)) < 0
    return _Found(
        float(right.mean()), float((found.margin >= 0).mean()), float(right[sure].mean()), float(stray.mean())
    )


TEXT_RECIPES: Sequence[TextRecipe] = (
    TextRecipe("categorize", categorize.CATEGORIES, lines, stray_lines, LINES_COUNT, 701, 971),
    TextRecipe("ticket-triage", ticket_triage.CAUSES, tickets, stray_tickets, TICKETS_COUNT, 702, 972),
)
