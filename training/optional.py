"""Candidates of optional packages: there when their group is installed, left out with a line when not."""

import importlib.util
from collections.abc import Sequence

_WHAT = {
    "torch": ("LSTM and torch autoencoder", "deep"),
    "prophet": ("Prophet", "forecasting"),
    "statsforecast": ("AutoARIMA", "forecasting"),
}


def installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def optional_candidates(packages: Sequence[str]) -> list[str]:
    """A sentence for each candidate that is left out."""
    return [
        f"{_WHAT[package][0]} left out: `{package}` is not installed (dependency group `{_WHAT[package][1]}`)."
        for package in packages
        if not installed(package)
    ]
