"""What is counted of one arm of an experiment; sums only, so that parts add up."""

import msgspec

MILLION = 1_000_000


class ArmCounts(msgspec.Struct, frozen=True, kw_only=True):
    """decisions, degraded: of all decisions. runs, slow, run_us: of those that a model scored, and how long it ran.

    customers: how many were decided about. approved, reviewed, declined: of their first decisions, since a customer is
    what falls to an arm and later decisions about one are not independent. scored, score_sum: of these, the probabilities
    in millionths.
    """

    decisions: int = 0
    degraded: int = 0
    runs: int = 0
    slow: int = 0
    run_us: int = 0
    customers: int = 0
    approved: int = 0
    reviewed: int = 0
    declined: int = 0
    scored: int = 0
    score_sum: int = 0

    def plus(self, other: "ArmCounts") -> "ArmCounts":
        return ArmCounts(
            **{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__}
        )
