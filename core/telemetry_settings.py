"""What telemetry can be told, apart from the libraries that it loads."""

import msgspec


class TelemetrySettings(msgspec.Struct, frozen=True, kw_only=True):
    """otlp_endpoint: `http://host:4317` of a collector; empty keeps traces, and metrics by OTLP, off.

    traces_share: 0 to 1 of the traces that begin here. A caller's own trace is followed as its traceparent says.
    """

    otlp_endpoint: str = ""
    traces_share: float = 0.05
