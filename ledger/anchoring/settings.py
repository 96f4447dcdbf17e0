"""What anchoring can be told from outside; `app/settings.py` fills it from the environment."""

from typing import Annotated

import msgspec

from ledger.anchoring.chain import GWEI


class AnchorSettings(msgspec.Struct, frozen=True, kw_only=True):
    """fee_ceiling_gwei: the most that is ever paid for a unit of gas, the tip included; above it anchoring waits.
    confirmations: blocks, its own included, under which an anchor counts as there to stay. every_s: at most one anchor in that time.
    busy_poll_s, idle_poll_s: between two looks at the chain, while an anchor waits for its block, and otherwise.
    """

    fee_ceiling_gwei: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 20
    confirmations: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 12
    every_s: Annotated[int, msgspec.Meta(ge=1, le=31_536_000)] = 86_400
    busy_poll_s: Annotated[float, msgspec.Meta(gt=0, le=60)] = 3.0
    idle_poll_s: Annotated[float, msgspec.Meta(gt=0, le=600)] = 15.0

    @property
    def ceiling_wei(self) -> int:
        return self.fee_ceiling_gwei * GWEI
