"""Candidates that need a library of an optional group: loaded where it is installed, named where it is not."""

import dataclasses
import importlib
import importlib.util
import logging
from types import ModuleType

from training.job import Progress


@dataclasses.dataclass(frozen=True)
class Optional:
    """candidate: as the leaderboard names it. group: of pyproject.toml, named like what it installs. module: ours."""

    candidate: str
    group: str
    module: str


ARIMA = Optional("ARIMA", "statsforecast", "training.series.arima")
PROPHET = Optional("Prophet", "prophet", "training.series.prophet")
LSTM = Optional("LSTM", "torch", "training.series.lstm")
CODER = Optional("autoencoder (torch)", "torch", "training.torch_coder")


def load(wanted: Optional, progress: Progress) -> tuple[ModuleType | None, str]:
    """The module, or none and a sentence for the card: what is not installed drops a candidate, never the run."""
    try:
        logging.disable(logging.ERROR)  # Prophet logs that it cannot plot
        if importlib.util.find_spec(wanted.group) is not None:
            return importlib.import_module(wanted.module), ""
        why = f"{wanted.group} is not installed here"
    except ImportError as error:
        why = f"{wanted.group} cannot be loaded here ({error})"
    finally:
        logging.disable(logging.NOTSET)
    said = (
        f"{wanted.candidate} did not compete: {why} (optional group `{wanted.group}`, `make setup-forecast`)."
    )
    progress(said)
    return None, said
