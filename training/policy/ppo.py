"""Learning a policy with PPO (Stable-Baselines3): two hidden layers, to plain weights. The same seed gives the same weights."""

from collections.abc import Callable

import numpy as np
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.logger import Logger

from training.policy.game import Draw, Month
from training.policy.plans import Matrix

WIDTH = 32


Report = Callable[[int], None]


class _Reporting(BaseCallback):  # type: ignore[misc]  # no types in our environment
    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def _on_step(self) -> bool:
        return True

    def _on_rollout_end(self) -> None:
        self._report(self.num_timesteps)


def learn(
    draw: Draw, scale: tuple[Matrix, Matrix], steps: int, seed: int, report: Report | None = None
) -> dict[str, Matrix]:
    """scale: mean and standard deviation of what is seen. report: hears of the moves made. Returns: the weights, with the scale."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    mean, deviation = scale
    policy = {"net_arch": [WIDTH, WIDTH], "activation_fn": torch.nn.Tanh}
    model = PPO("MlpPolicy", Month(draw, mean, deviation), seed=seed, n_steps=2_048, batch_size=256, n_epochs=6, learning_rate=1e-3, gamma=1.0, ent_coef=0.003, policy_kwargs=policy, device="cpu", verbose=0)  # fmt: skip
    model.set_logger(
        Logger(folder=None, output_formats=[])
    )  # its own makes a folder among the temporary ones
    model.learn(steps, callback=None if report is None else _Reporting(report))
    return _weights(model, mean, deviation)


def _weights(model: PPO, mean: Matrix, deviation: Matrix) -> dict[str, Matrix]:
    """Two hidden layers and the log odds of paying, with the scaling of the features."""
    said = {name: value.numpy().astype(np.float64) for name, value in model.policy.state_dict().items()}
    top, bias = said["action_net.weight"], said["action_net.bias"]
    return {
        "mean": mean, "deviation": deviation,
        "w1": said["mlp_extractor.policy_net.0.weight"].T, "b1": said["mlp_extractor.policy_net.0.bias"],
        "w2": said["mlp_extractor.policy_net.2.weight"].T, "b2": said["mlp_extractor.policy_net.2.bias"],
        "w3": (top[1] - top[0])[:, None], "b3": np.array([bias[1] - bias[0]]),
    }  # fmt: skip
