"""The contest: what a blend may not cost, however much it lowers the loss."""

import numpy as np
import pytest

from training.contest import CARDS, SHAPES, Recipe, Tried, blend

ROWS, HALF = 4_000, 2_000


@pytest.mark.parametrize(("wild", "welcome"), [(2.1, False), (0.1, True)])
def test_a_blend_that_finds_fewer_positives_is_none(wild: float, *, welcome: bool) -> None:
    """Trees are sure of the easy positives and blind to the rest, of which a card knows something. Where it also shouts at
    ordinary rows, its mix has a lower loss and finds fewer: it is left out. A card that does not shout is welcome.
    """
    rng = np.random.default_rng(1)
    target = rng.random(ROWS) < 0.03
    easy = target & (rng.random(ROWS) < 0.4)
    sharp = np.where(easy, 3.7, -2.0) + rng.normal(0, 0.5, ROWS)
    card = np.where(target & ~easy, 2.6, 0.0) + wild * rng.standard_t(3, ROWS)
    tried = [_tried(SHAPES[1], sharp, 1.00), _tried(SHAPES[2], sharp, 1.01), _tried(CARDS[0], card, 1.02)]
    parts, _ = blend(tried, [target[:HALF], target[HALF:]])
    assert any(each.recipe is CARDS[0] for _, each in parts) is welcome


def _tried(recipe: Recipe, margin: np.ndarray, loss: float) -> Tried:
    return Tried(recipe, (margin[:HALF], margin[HALF:]), 10, loss, 1 / (1 + np.exp(-margin)))
