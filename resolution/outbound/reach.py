"""What may be called: the public internet, and networks that the operator opened."""

import logging
from collections.abc import Callable, Mapping, Sequence

from resolution.outbound import targets
from resolution.outbound.addresses import Address, Network, is_in, is_outside
from resolution.outbound.targets import Target

_log = logging.getLogger(__name__)


class Reach:
    """allow: networks that the operator opened besides the internet; with any, http, other ports and short names are taken too."""

    def __init__(
        self,
        allow: Sequence[Network] = (),
        *,
        outside: Callable[[Address], bool] = is_outside,
        ports: Mapping[str, frozenset[int]] = targets.PORTS,
    ) -> None:
        self._allow = tuple(allow)
        self._outside = outside
        self._ports = ports
        if allow:
            opened = ", ".join(map(str, allow))
            _log.warning("Outgoing calls may reach networks inside: %s. Never in production.", opened)

    def read(self, url: str, *, field: str = "url") -> Target:
        """Read a URL that is to be called, now or later. Raises: InvalidRequest, naming the field."""
        target = targets.parse(url, field=field, development=bool(self._allow), ports=self._ports)
        if target.address is not None and not self.holds(target.address):
            raise targets.refused(
                field, "Its address is not a public one.", "Send the name of a public host."
            )
        return target

    def holds(self, address: Address) -> bool:
        return self._outside(address) or is_in(address, self._allow)
