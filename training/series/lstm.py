"""Levels ahead by a small LSTM, one step after the other (Hochreiter, Schmidhuber 1997). Optional group `torch`."""

import numpy as np
import torch
from numpy.typing import NDArray

from inference.pasts.order import DAY_MS
from training.series.levels import Floats, Ints, Levels

_WINDOW_MAX, _WIDTH, _EPOCHS, _RATE, _DECAY = 28, 16, 120, 0.02, 1e-3
_HELD_SHARE = 0.2
_YEAR_DAYS = 365.25
Windows = NDArray[np.float32]


class _Network(torch.nn.Module):  # type: ignore[misc]  # torch has no types here
    """What a step adds to the last level."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.memory = torch.nn.LSTM(width, _WIDTH, batch_first=True)
        self.out = torch.nn.Linear(_WIDTH, 1)

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        memory, _ = self.memory(windows)
        return self.out(memory[:, -1, :])[:, 0]


def forecast(levels: Levels, ahead: Ints, seed: int) -> Floats:
    """See `Forecaster`. The levels are standardised; the calendar of the step that is asked for goes with each window."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    torch.manual_seed(seed)
    mean, spread = float(levels.value.mean()), max(float(levels.value.std()), 1e-9)
    scaled = ((levels.value - mean) / spread).astype(np.float32)
    window = max(2, min(_WINDOW_MAX, len(scaled) // 3))
    network = _fitted(_windows(scaled, levels.time, window), scaled[window:], _Network(6))
    known, found = scaled[-window:], []
    moments = np.concatenate([levels.time[-window:], ahead])
    with torch.no_grad():
        for step in range(len(ahead)):
            row = _rows(known[None, :], moments[step + window : step + window + 1])
            value = float(network(torch.from_numpy(row))[0])
            found.append(value)
            known = np.append(known[1:], np.float32(value))
    return np.array(found) * spread + mean


def _fitted(windows: Windows, target: Windows, network: _Network) -> _Network:
    """Adam on all windows but the last fifth, which says at which epoch to stop."""
    cut = max(1, int(len(target) * (1 - _HELD_SHARE)))
    rows, truth = torch.from_numpy(windows), torch.from_numpy(target)
    ways = torch.optim.Adam(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    best, kept = np.inf, {name: each.clone() for name, each in network.state_dict().items()}
    for _ in range(_EPOCHS):
        ways.zero_grad()
        loss = torch.nn.functional.smooth_l1_loss(network(rows[:cut]), truth[:cut])
        loss.backward()
        ways.step()
        with torch.no_grad():
            held = (
                float(torch.nn.functional.l1_loss(network(rows[cut:]), truth[cut:]))
                if cut < len(target)
                else 0.0
            )
        if held < best:
            best, kept = held, {name: each.clone() for name, each in network.state_dict().items()}
    network.load_state_dict(kept)
    network.eval()
    return network


def _windows(scaled: NDArray[np.float32], time: Ints, window: int) -> Windows:
    before = np.lib.stride_tricks.sliding_window_view(scaled, window)[:-1]
    return _rows(before, time[window:])


def _rows(before: NDArray[np.float32], asked: Ints) -> Windows:
    """float32[n, window, 6]: the level, and sine and cosine of the asked step's place in week and year, and a one."""
    week = 2 * np.pi * (asked // DAY_MS % 7) / 7
    year = 2 * np.pi * (asked / DAY_MS % _YEAR_DAYS) / _YEAR_DAYS
    calendar = np.stack([np.sin(week), np.cos(week), np.sin(year), np.cos(year), np.ones(len(asked))], axis=1)
    every = np.repeat(calendar[:, None, :], before.shape[1], axis=1)
    return np.concatenate([before[:, :, None], every], axis=2).astype(np.float32)
