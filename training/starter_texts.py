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
from payments.statement_facts import Statement, StatementLine, Ticket
from training.fact_classes import REASONS_NOTE, fit_texts, package_texts
from training.package import Source
from training.statement_words import LINES, NAMES_AFTER, NAMES_BEFORE, PLACES_OF, WRAPPINGS
from training.ticket_words import ENDINGS, OPENINGS, SAYINGS

SEED = 20261121
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LINES_COUNT, TICKETS_COUNT = 7_000, 5_000
Progress = Callable[[str], None]
Texts = tuple[NDArray[np.float32], NDArray[np.int64]]


@dataclasses.dataclass(frozen=True)
class TextRecipe:
    """write: the rows and classes of one seed, so many. unseen: a seed never trained on."""

    use_case: str
    classes: tuple[str, ...]
    write: Callable[[int, int], Texts]
    count: int
    seed: int
    unseen: int


def lines(seed: int, count: int) -> Texts:
    """Statement lines: a business of some category, wrapped as a bank would."""
    rng = Random(f"{seed}/statement lines")
    found: list[StatementLine] = []
    target: list[int] = []
    for _ in range(count):
        place = rng.randrange(len(categorize.CATEGORIES))
        category = categorize.CATEGORIES[place]
        text, low, high = _business(rng, category)
        direction = "credit" if category in {"salary", "refund", "interest"} else "debit"
        amount = round(low * (high / low) ** rng.random())
        found.append(
            StatementLine(
                text=text,
                amount_minor=100 * amount,
                direction="credit" if direction == "credit" else "debit",
                occurred_at=AT,
            )
        )
        target.append(place)
    rows = [
        row
        for line in found
        for row in line_rows(Statement(customer_id="c", currency="INR", lines=[line]), AT)
    ]
    return np.array(rows, np.float32), np.array(target, np.int64)


def _business(rng: Random, category: str) -> tuple[str, int, int]:
    words, low, high = LINES[category]
    name = rng.choice(words)
    if category in PLACES_OF and rng.random() < 0.7:
        name = f"{rng.choice(NAMES_BEFORE)} {name}"
    if category in PLACES_OF and rng.random() < 0.4:
        name = f"{name} {rng.choice(NAMES_AFTER)}"
    wrapping = rng.choice(WRAPPINGS.get(category, WRAPPINGS[""]))
    text = wrapping.replace("{name}", name).replace("{number}", str(rng.randrange(10**9, 10**12)))
    text = text.replace("{short}", str(rng.randrange(1000, 9999)))
    if rng.random() < 0.15 and len(name) > 8:
        text = text.replace(name, name[: rng.randrange(7, len(name))])  # banks cut names short
    return text[:256], low, high


def tickets(seed: int, count: int) -> Texts:
    """Tickets: one of the ways to say each cause, between an opening and an ending that say nothing."""
    rng = Random(f"{seed}/tickets")
    rows: list[tuple[float, ...]] = []
    target: list[int] = []
    for _ in range(count):
        place = rng.randrange(len(ticket_triage.CAUSES))
        subjects, objects, sentences = SAYINGS[ticket_triage.CAUSES[place]]
        said = [rng.choice(OPENINGS), rng.choice(sentences), rng.choice(ENDINGS)]
        if rng.random() < 0.35:
            said.insert(2, rng.choice(sentences))
        text = " ".join(each for each in said if each).replace("{object}", rng.choice(objects))
        text = text.replace("{days}", str(rng.randrange(2, 15))).replace(
            "{amount}", f"Rs {rng.randrange(99, 90_000)}"
        )
        words = [word for word in text.split() if rng.random() > 0.06]
        subject = rng.choice(subjects) if rng.random() < 0.5 else None
        rows.extend(ticket_rows(Ticket(text=" ".join(words) or text, subject=subject), AT))
        target.append(place)
    return np.array(rows, np.float32), np.array(target, np.int64)


def train(recipe: TextRecipe, progress: Progress = lambda _: None) -> dict[str, bytes]:
    """Fit, calibrate how sure the model may be, measure on texts of another seed, and package."""
    progress(f"Writing {recipe.count:,} texts ...")
    matrix, target = recipe.write(recipe.seed, recipe.count)
    progress(f"Fitting {len(recipe.classes)} classes ...")
    fitted = fit_texts(matrix, target, len(recipe.classes), SEED)
    hashed = hashlib.sha256(matrix.tobytes())
    hashed.update(target.tobytes())
    accuracy, sure = _measure(recipe, fitted.graph)
    notes = (
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
        (f"Accuracy on texts of another seed ({recipe.unseen})", f"{100 * accuracy:.1f} %"),
        ("Of those said to be right at 90 % or more, right", f"{100 * sure:.1f} %"),
    )
    source = Source(f"countermark train-starters {recipe.use_case}", hashed.hexdigest(), (), notes, SEED)
    return package_texts(catalogue.get(recipe.use_case), fitted, recipe.classes, matrix, source, card)


def _measure(recipe: TextRecipe, graph: bytes) -> tuple[float, float]:
    matrix, target = recipe.write(recipe.unseen, 3_000)
    found = OnnxRuntime().open(graph, matrix.shape[1]).outputs(matrix)
    right = found.heads["classes"].argmax(axis=1) == target
    sure = 1 / (1 + np.exp(-found.margin)) >= 0.9
    return float(right.mean()), float(right[sure].mean())


TEXT_RECIPES: Sequence[TextRecipe] = (
    TextRecipe("categorize", categorize.CATEGORIES, lines, LINES_COUNT, 701, 971),
    TextRecipe("ticket-triage", ticket_triage.CAUSES, tickets, TICKETS_COUNT, 702, 972),
)
