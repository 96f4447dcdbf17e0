"""A release before this one: it shipped a credit score trained on other rows, and other bytes for every use case."""

import functools
import hashlib
import json
import pathlib
import shutil
from collections.abc import Mapping

import numpy as np

from inference import artefacts, catalogue, starters
from inference.features.events import FORMER
from inference.starters import Starters
from rules import shipped
from rules.shipped import Defaults
from tests.inference.versions import SMALL
from tests.training.forests import random_rows
from training.calibration import calibration_of
from training.evaluation import quality
from training.fit import Rows, fit
from training.package import Source, package

RETRAINED = "credit-score"
OLD_NAME = "{}-before"


def release_before(folder: pathlib.Path) -> Starters:
    for use_case in catalogue.names():
        _write(folder / use_case, _retrained() if use_case == RETRAINED else _remade(use_case))
    return Starters(folder)


def defaults_before(folder: pathlib.Path, use_case: str, now: str, then: str) -> Defaults:
    """The default rulesets with another word in those of a use case. now, then: as the rules write it."""
    shutil.copytree(pathlib.Path(shipped.__file__).parent / "defaults", folder)
    file = folder / f"{use_case}.json"
    file.write_text(file.read_text().replace(now, then))
    return Defaults(folder)


def _write(folder: pathlib.Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _remade(use_case: str) -> dict[str, bytes]:
    """The same graph with another card, and so under another digest; segments have other names, and texts are read as before."""
    files = dict(starters.files(use_case))
    files[artefacts.CARD_TEXT] = b"# Of the release before\n"
    manifest = json.loads(files[artefacts.MANIFEST])
    manifest["files"][artefacts.CARD_TEXT] = hashlib.sha256(files[artefacts.CARD_TEXT]).hexdigest()
    (former,) = FORMER.get(manifest["feature_set"], (manifest["feature_set"],))
    manifest["feature_set"] = former
    if use_case == "segment":
        manifest["classes"] = [OLD_NAME.format(name) for name in manifest["classes"]]
        manifest["regions"]["dense"] = [OLD_NAME.format(name) for name in manifest["regions"]["dense"]]
    files[artefacts.MANIFEST] = json.dumps(manifest).encode()
    return files


@functools.cache
def _retrained() -> dict[str, bytes]:
    """Real trees of the use case's own features that say something else than the shipped ones."""
    use_case = catalogue.get(RETRAINED)
    names = use_case.features_of.names
    matrix = random_rows(5, rows=1_500, columns=len(names))
    known = np.nan_to_num(matrix)
    target = np.random.default_rng(2).random(len(matrix)) < 1 / (1 + np.exp(known[:, 0] - known[:, -1]))
    fitted = fit(Rows(matrix, target), names, 1, hide=True, shapes=(SMALL,))
    held_out = target[fitted.held_out]
    made = package(
        use_case,
        fitted,
        calibration_of(fitted.slope, fitted.intercept, fitted.probability, held_out),
        quality(held_out, fitted.probability, 1),
        matrix,
        Source("countermark train-starters credit-score", "0" * 64, (), (), 1),
    )
    return dict(made.files)
