"""Folders of models that are no `Version`: what answers in numbers, classes or forecasts, as data and ONNX graphs.

`model.json` names what the others are and holds their SHA-256; nothing is a pickle, nothing is code.
"""

import hashlib
from pathlib import Path
from typing import Literal

import msgspec

from core.errors import ErrorKind, PlatformError
from inference.number_forms import NumberForm
from training.folder import CARD, CARD_TEXT, MODEL
from training.forecast_profile import ForecastPlan
from training.preparation import Preparation
from training.profiles import Task
from training.series.plan import SeriesPlan
from training.tokens import Vocabulary


class ModelInvalid(PlatformError):
    kind = ErrorKind.INVALID
    code = "model_invalid"
    fix = "Use the folder exactly as `countermark train` wrote it."


class ModelFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """graphs: files by output, in the order of the answer. classes: of a task of classes, in the order of the scores.

    temperature: what scores are divided by before they become probabilities. threshold: of an anomaly's score.
    lows, highs: bounds of the answer. numbers: how those of its columns are written that are not bare digits, of classes.
    """

    format: Literal[1]
    use_case: str
    task: Task
    command: str
    data_sha256: str
    seed: int
    graphs: dict[str, str] = {}
    preparation: Preparation | None = None
    vocabulary: Vocabulary | None = None
    forecast: ForecastPlan | None = None
    series: SeriesPlan | None = None
    classes: tuple[str, ...] = ()
    temperature: float = 1.0
    threshold: float | None = None
    transform: Literal["", "log1p"] = ""
    shifts: dict[str, float] = {}
    numbers: dict[str, NumberForm] = {}
    files: dict[str, str] = {}


def encode(model: ModelFile, files: dict[str, bytes]) -> bytes:
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    return msgspec.json.encode(msgspec.structs.replace(model, files=hashes)) + b"\n"


def read(folder: Path) -> tuple[ModelFile, dict[str, bytes]]:
    """Raises: ModelInvalid when a file is absent or is not the one that was written."""
    try:
        model = msgspec.json.decode((folder / MODEL).read_bytes(), type=ModelFile)
    except msgspec.DecodeError as error:
        raise ModelInvalid(f"`{MODEL}` is not valid: {error}.") from error
    files = {}
    for name, expected in model.files.items():
        path = folder / name
        if "/" in name or not path.is_file():
            raise ModelInvalid(f"`{name}` is absent.")
        data = path.read_bytes()
        if name not in {CARD, CARD_TEXT} and hashlib.sha256(data).hexdigest() != expected:
            raise ModelInvalid(f"`{name}` is not the file that `{MODEL}` names: its SHA-256 differs.")
        files[name] = data
    return model, files
