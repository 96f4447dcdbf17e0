"""PyOD's isolation forest, ECOD and autoencoder on given features; runs in the environment of requirements/bench-pyod.txt.

Usage: python pyod_scores.py features.npz scores.npz. In: `train` and `test`, float32, no missing values.
"""

import sys
import time

import numpy as np
import torch
from pyod.models.auto_encoder import AutoEncoder
from pyod.models.ecod import ECOD
from pyod.models.iforest import IForest

SEED = 20261121


def main() -> None:
    source, out = sys.argv[1:]
    torch.set_num_threads(1)  # batches of 32 rows: threads only wait for each other
    with np.load(source) as given:
        train, test = given["train"], given["test"]
    found = {}
    for name, model in {
        "isolation forest": IForest(random_state=SEED),
        "ECOD": ECOD(),
        "autoencoder": AutoEncoder(random_state=SEED, verbose=0),
    }.items():
        begin = time.monotonic()
        model.fit(train)
        found[name] = np.asarray(model.decision_function(test), np.float64)
        print(f"PyOD {name}: {time.monotonic() - begin:.0f} s", flush=True)
    np.savez(out, **found)


if __name__ == "__main__":
    main()
