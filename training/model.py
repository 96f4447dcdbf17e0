"""What training makes when it is no `Version`: files, and what the command says of them at the end."""

import dataclasses

import msgspec

from inference import artefacts
from inference.drift_cards import CardReference
from training.anomaly_figures import AnomalyFigures, anomaly_text
from training.folder import CARD, CARD_TEXT, MODEL
from training.held_figures import Reached, Slice, curve_text, slices_text
from training.model_files import ModelFile, encode

REFERENCE = " (for `score` alone, not deployable)"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One candidate: its figures by name, and their 95 % intervals where they were resampled.

    reference: beside others that can be deployed it cannot: it forecasts these series alone, as a table that `score` answers from.
    """

    name: str
    chosen: bool
    figures: dict[str, float]
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    reference: bool = False


class ModelCard(msgspec.Struct, frozen=True, kw_only=True):
    """measured: on what rows the figures are. features: the most telling first. drift_reference: of what can be deployed."""

    use_case: str
    task: str
    command: str
    data_sha256: str
    rows: int
    measured: str
    leaderboard: tuple[Line, ...]
    features: tuple[str, ...]
    leaks: tuple[str, ...]
    notes: tuple[str, ...]
    limits: tuple[str, ...]
    licence: str
    drift_reference: CardReference | None = None
    curve: tuple[Reached, ...] = ()
    segments: tuple[Slice, ...] = ()
    anomalies: AnomalyFigures | None = None


@dataclasses.dataclass(frozen=True)
class Model:
    """version: what makes the folder one that can be uploaded too; empty where no decision could be made of it."""

    files: dict[str, bytes]
    card: ModelCard
    version: dict[str, bytes] = dataclasses.field(default_factory=dict)

    @property
    def beside(self) -> dict[str, bytes]:
        return self.version

    def summary(self) -> list[str]:
        """What the command prints at the end."""
        chosen = [line for line in self.card.leaderboard if line.chosen]
        size = sum(len(data) for data in self.files.values())
        lines = [*(_shown(line) for line in chosen), f"Model of {size / 1e6:.2f} MB."]
        if artefacts.MANIFEST in self.version:
            lines.append(f"Version {artefacts.digest_of(self.version[artefacts.MANIFEST]).hex()}")
        return lines


def model_of(file: ModelFile, files: dict[str, bytes], card: ModelCard) -> Model:
    """Put the card beside the files and hash all of them."""
    every = dict(files)
    every[CARD] = msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n"
    every[CARD_TEXT] = card_text(card).encode()
    every[MODEL] = encode(file, every)
    return Model(every, card)


def with_card(model: Model, card: ModelCard) -> Model:
    """Return the same model under another card."""
    kept = {name: data for name, data in model.files.items() if name not in {CARD, CARD_TEXT, MODEL}}
    return model_of(msgspec.json.decode(model.files[MODEL], type=ModelFile), kept, card)


def card_text(card: ModelCard) -> str:
    names = list(dict.fromkeys(name for line in card.leaderboard for name in line.figures))
    lines = [
        f"# {card.use_case}", "",
        f"- Made by: `{card.command}`",
        f"- Data: {card.rows:,} rows; SHA-256 `{card.data_sha256}`; licence: {card.licence or 'not stated'}", "",
        "## Leaderboard", "", f"{card.measured} 95 % intervals in brackets.", "",
        f"| candidate | {' | '.join(names)} |", f"| --- |{' --- |' * len(names)}",
        *(_row(line, names) for line in card.leaderboard), "",
        *(curve_text(card.curve) if card.curve else ()), *(slices_text(card.segments) if card.segments else ()),
        *(anomaly_text(card.anomalies) if card.anomalies else ()),
        "## What it looks at", "", *(f"- {each}" for each in card.features), "",
        "## Leakage alarm", "", *([f"- {each}" for each in card.leaks] or ["- No column gave the answer away."]), "",
        "## Limits", "", *(f"- {each}" for each in (*card.limits, *card.notes)), "",
    ]  # fmt: skip
    return "\n".join(lines)


def _row(line: Line, names: list[str]) -> str:
    cells = []
    for name in names:
        text = f"{line.figures[name]:.4f}" if name in line.figures else ""
        if name in line.low:
            text += f" ({line.low[name]:.4f} to {line.high[name]:.4f})"
        cells.append(text)
    name = f"**{line.name}**" if line.chosen else line.name
    return f"| {name}{REFERENCE if line.reference else ''} | {' | '.join(cells)} |"


def _shown(line: Line) -> str:
    figures = ", ".join(
        f"{name} {value:.4f}"
        + (f" ({line.low[name]:.4f} to {line.high[name]:.4f})" if name in line.low else "")
        for name, value in line.figures.items()
    )
    return f"{line.name}: {figures}"
