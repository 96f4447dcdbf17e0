# Generated from `_async` by `make generate-sdk-python`. Do not edit.
"""Who calls."""

from __future__ import annotations

from countermark_client._core.api.principal import get_principal
from countermark_client._core.models.principal_view import PrincipalView
from countermark_client._sync.resource import Resource


class Principal(Resource):
    """The credential that this client carries."""

    def get(self, *, timeout_s: float | None = None) -> PrincipalView:
        """Its tenant, environment and permissions."""
        return get_principal.sync(client=self._transport, timeout_s=timeout_s)
