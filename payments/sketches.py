"""Distinct counts in 256 bits: linear counting.

A key sets the bit named by its first byte; the keys are keyed digests, so their bytes are uniform. With b bits set, the
estimate is -256 · ln(1 - b/256). Sketches add up by OR, so time buckets can be combined, and the order of events does
not matter. Source: Whang, Vander-Zanden, Taylor, "A linear-time probabilistic counting algorithm", 1990.

Standard error, sqrt(256 · (e^t - t - 1)) / n with t = n/256: 4.4 % at 10 distinct keys, 4.6 % at 50, 4.7 % at 100,
6.5 % at 500; saturated near 1,500.
Membership: a key that was never seen looks seen with probability 1 - (1 - 1/256)^n, 3.8 % at n = 10, 18 % at n = 50.
"""

from math import log

BITS = 256

# All bits set has no estimate; half a bit short of it stands in.
ESTIMATES: tuple[float, ...] = tuple(
    BITS * log(BITS / (BITS - set_bits if set_bits < BITS else 0.5)) for set_bits in range(BITS + 1)
)


def position(key: bytes) -> int:
    """The bit of a key, 0 to 255."""
    return key[0]
