"""How many cases were compared in this session, and in how many the verifiers differ."""

from dataclasses import dataclass


@dataclass
class Tally:
    agreed: int = 0
    differed: int = 0


TALLY = Tally()
