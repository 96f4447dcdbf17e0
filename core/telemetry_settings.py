"""What telemetry can be told, apart from the libraries that it loads."""

import msgspec


class TelemetrySettings(msgspec.Struct, frozen=True, kw_only=True):
    """otlp_endpoint: `http://host:4317` of a collector; empty keeps traces off. traces_share: 0 to 1 of new traces."""

    otlp_endpoint: str = ""
    traces_share: float = 0.05
