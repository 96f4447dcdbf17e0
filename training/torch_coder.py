"""An autoencoder fitted with PyTorch, on far more rows than scikit-learn's in the same time. Optional group `torch`."""

import itertools

import numpy as np
import torch
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_EPOCHS_MAX, _BATCH, _RATE, _PATIENCE = 40, 512, 3e-3, 4
_HELD_SHARE, _BETTER = 0.1, 1e-3


def layers_of(known: Floats, widths: tuple[int, ...], seed: int) -> tuple[tuple[Floats, Floats], ...]:
    """known: float64[n, k], scaled rows. widths: of the hidden layers. Returns: weights and bias of each layer.

    Adam until a tenth of the rows, which it never learns from, are said no better for some rounds.
    """
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    torch.manual_seed(seed)
    sizes = (known.shape[1], *widths, known.shape[1])
    linear = [torch.nn.Linear(before, after) for before, after in itertools.pairwise(sizes)]
    steps = [each for layer in linear for each in (layer, torch.nn.ReLU())][:-1]
    network = torch.nn.Sequential(*steps)
    ways = torch.optim.Adam(network.parameters(), lr=_RATE)
    order = torch.from_numpy(np.random.default_rng(seed).permutation(len(known)))
    rows = torch.from_numpy(known.astype(np.float32))[order]
    cut = max(1, int(len(rows) * (1 - _HELD_SHARE)))
    held = rows[cut:] if cut < len(rows) else rows
    best, waited = np.inf, 0
    kept = {name: each.clone() for name, each in network.state_dict().items()}
    for _ in range(_EPOCHS_MAX):
        for batch in torch.split(rows[torch.randperm(cut)], _BATCH):
            ways.zero_grad()
            torch.nn.functional.mse_loss(network(batch), batch).backward()
            ways.step()
        with torch.no_grad():
            loss = float(torch.nn.functional.mse_loss(network(held), held))
        waited = 0 if loss < best * (1 - _BETTER) else waited + 1
        if loss < best:
            best, kept = loss, {name: each.clone() for name, each in network.state_dict().items()}
        if waited >= _PATIENCE:
            break
    network.load_state_dict(kept)
    return tuple(
        (layer.weight.detach().numpy().T.astype(np.float64), layer.bias.detach().numpy().astype(np.float64))
        for layer in linear
    )
