"""Every setting of the product: one frozen tree, read from the environment once, at the entry point.

`from_environment` refuses a variable that it does not know and a value that it cannot use, naming the variable; the
entry point then exits with 2. Nothing else in the product reads the environment.
"""

import os
import pathlib
from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from app import chain_settings
from app import setting_texts as texts
from app.chain_settings import ChainSettings
from app.setting_texts import Secret
from app.witness_settings import parse_witnesses
from core.telemetry_settings import TelemetrySettings
from ledger.settings import WitnessAddress
from resolution.outbound.addresses import Network

PREFIX = "COUNTERMARK_"

Value = TypeVar("Value")


class SettingInvalid(Exception):
    """A variable of the environment that cannot be used; the message names it."""


MODEL_GRAPH_BYTES_MAX = 100_000_000
"""Of an ONNX file made elsewhere; what reads it takes no more."""


class ServerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the two faces listen. Loopback by default: put a TLS proxy in front to be reached from elsewhere.

    drain_lead_ms: how long a stopping server says so, and still answers, before it takes no more connections; longer than
    the interval in which a load balancer asks for readiness. drain_timeout_ms: then, for what is in flight.
    """

    host: str = "127.0.0.1"
    rest_port: int = 8080
    grpc_port: int = 8081
    public_url: str = "http://127.0.0.1:8080"
    request_timeout_ms: int = 10_000
    drain_lead_ms: int = 300
    drain_timeout_ms: int = 10_000
    tenant_signup: bool = False
    self_service_sandbox: bool = False


class DecisionSettings(msgspec.Struct, frozen=True, kw_only=True):
    """queue_max: requests that may wait for a tick; one more is answered EXHAUSTED. batch_max: of one tick."""

    queue_max: int = 512
    batch_max: int = 64


class BatchSettings(msgspec.Struct, frozen=True, kw_only=True):
    """bytes_max: of one file. threads: that work chunks off. ray_python: the interpreter that has Ray; empty without.
    ray_address: of the cluster; empty starts one on this machine for each batch.
    """

    bytes_max: int = 20_000_000_000
    threads: int = 2
    ray_python: str = ""
    ray_address: str = ""


class BacktestSettings(msgspec.Struct, frozen=True, kw_only=True):
    """processes: that work backtests off; as many as they may use cores."""

    processes: int = 2


class ModelServerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where versions of the runtime `kserve` score: a server of the Open Inference Protocol v2. url: empty without one.

    token: a bearer token. timeout_ms: of one call at most. load: whether to ask the server to load what it has not loaded.
    """

    url: str = ""
    token: Secret = Secret("")
    timeout_ms: int = 500
    load: bool = False


class IpfsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """rpc_url: of the node that pins bundles, by Kubo's RPC; empty pins nothing. rpc_token: a bearer token for it."""

    rpc_url: str = ""
    rpc_token: Secret = Secret("")


class MailSettings(msgspec.Struct, frozen=True, kw_only=True):
    """smtp_url: of the server that mail is handed to; empty writes files. sender: whom it is from."""

    smtp_url: Secret = Secret("")
    sender: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The whole tree. Packages receive their own slice.

    outbound_allow: networks inside that tenants' hosts may be; for development alone. drop_dir: where feeds have their folders.
    """

    data_dir: pathlib.Path
    database_owner_url: Secret
    database_app_url: Secret
    master_key: Secret
    ledger_domain: str
    log_level: str
    server: ServerSettings
    decisions: DecisionSettings
    telemetry: TelemetrySettings
    model_server: ModelServerSettings = ModelServerSettings()
    master_key_previous: Secret = Secret("")
    batches: BatchSettings = BatchSettings()
    backtests: BacktestSettings = BacktestSettings()
    epoch_every_s: int = 600
    ipfs: IpfsSettings = IpfsSettings()
    ledger_ml_dsa: bool = False
    witnesses: tuple[WitnessAddress, ...] = ()
    mail: MailSettings = MailSettings()
    chain: ChainSettings = ChainSettings()
    outbound_allow: tuple[Network, ...] = ()
    drop_dir: pathlib.Path | None = None
    model_graph_bytes_max: int = MODEL_GRAPH_BYTES_MAX

    @property
    def embedded_database(self) -> bool:
        return not self.database_owner_url

    @property
    def postgres_dir(self) -> pathlib.Path:
        return self.data_dir / "postgres"

    @property
    def objects_dir(self) -> pathlib.Path:
        return self.data_dir / "objects"

    @property
    def mail_dir(self) -> pathlib.Path:
        return self.data_dir / "mail"


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the tree. Raises: SettingInvalid, naming the variable."""
    reader = _Reader(os.environ if environment is None else environment)
    settings = _read(reader)
    reader.refuse_unknown()
    return settings


def defaults() -> dict[str, str]:
    """Return each variable with its default, as the reader takes it; the documentation is checked against them."""
    reader = _Reader({})
    _read(reader)
    return reader.defaults


def _read(reader: "_Reader") -> Settings:
    owner_url = reader.read("DATABASE_URL", "", texts.database_url)
    smtp_url = reader.read("SMTP_URL", "", texts.smtp_url)
    return Settings(
        data_dir=reader.read("DATA_DIR", ".countermark", texts.folder),
        database_owner_url=owner_url,
        database_app_url=reader.read("DATABASE_APP_URL", "", texts.app_url_beside(owner_url)),
        master_key=reader.read("MASTER_KEY", "", texts.master_key),
        master_key_previous=reader.read("MASTER_KEY_PREVIOUS", "", texts.master_key),
        ledger_domain=reader.read("LEDGER_DOMAIN", "countermark.local", texts.domain),
        witnesses=reader.read("WITNESSES", "", parse_witnesses),
        ledger_ml_dsa=reader.read("LEDGER_ML_DSA", "false", texts.boolean),
        epoch_every_s=reader.read("EPOCH_EVERY_S", "600", texts.integer(1, 86_400)),
        ipfs=IpfsSettings(
            rpc_url=reader.read("IPFS_RPC_URL", "", texts.http_url),
            rpc_token=reader.read("IPFS_RPC_TOKEN", "", Secret),
        ),
        log_level=reader.read("LOG_LEVEL", "info", texts.one_of("debug", "info", "warning", "error")),
        server=_read_server(reader),
        mail=MailSettings(
            smtp_url=smtp_url, sender=reader.read("MAIL_FROM", "", texts.sender_beside(smtp_url))
        ),
        chain=chain_settings.read(reader),
        outbound_allow=reader.read("OUTBOUND_ALLOW", "", texts.networks),
        drop_dir=reader.read("DROP_DIR", "", lambda text: texts.folder(text) if text else None),
        decisions=DecisionSettings(
            queue_max=reader.read("DECISION_QUEUE_MAX", "512", texts.integer(1, 100_000)),
            batch_max=reader.read("DECISION_BATCH_MAX", "64", texts.integer(1, 1_000)),
        ),
        batches=BatchSettings(
            bytes_max=reader.read("BATCH_BYTES_MAX", "20000000000", texts.integer(1_000, 10**13)),
            threads=reader.read("BATCH_THREADS", "2", texts.integer(1, 64)),
            ray_python=reader.read("BATCH_RAY_PYTHON", "", str),
            ray_address=reader.read("BATCH_RAY_ADDRESS", "", str),
        ),
        backtests=BacktestSettings(processes=reader.read("BACKTEST_PROCESSES", "2", texts.integer(1, 64))),
        model_graph_bytes_max=reader.read(
            "MODEL_GRAPH_BYTES_MAX", str(MODEL_GRAPH_BYTES_MAX), texts.integer(1_000, MODEL_GRAPH_BYTES_MAX)
        ),
        model_server=ModelServerSettings(
            url=reader.read("TRITON_URL", "", texts.model_server_url),
            token=reader.read("TRITON_TOKEN", "", Secret),
            timeout_ms=reader.read("TRITON_TIMEOUT_MS", "500", texts.integer(1, 30_000)),
            load=reader.read("TRITON_LOAD", "false", texts.boolean),
        ),
        telemetry=TelemetrySettings(
            otlp_endpoint=reader.read("OTLP_ENDPOINT", "", texts.http_url),
            traces_share=reader.read("TRACES_SHARE", "0.05", texts.share),
        ),
    )


def _read_server(reader: "_Reader") -> ServerSettings:
    host = reader.read("HOST", "127.0.0.1", texts.host)
    rest_port = reader.read("REST_PORT", "8080", texts.port)
    return ServerSettings(
        host=host,
        rest_port=rest_port,
        grpc_port=reader.read("GRPC_PORT", "8081", texts.port_beside(rest_port)),
        public_url=reader.read("PUBLIC_URL", f"http://{host}:{rest_port}", texts.public_url),
        request_timeout_ms=reader.read("REQUEST_TIMEOUT_MS", "10000", texts.integer(10, 30_000)),
        drain_lead_ms=reader.read("DRAIN_LEAD_MS", "300", texts.integer(0, 300_000)),
        drain_timeout_ms=reader.read("DRAIN_TIMEOUT_MS", "10000", texts.integer(0, 300_000)),
        tenant_signup=reader.read("TENANT_SIGNUP", "false", texts.boolean),
        self_service_sandbox=reader.read("SELF_SERVICE_SANDBOX", "false", texts.boolean),
    )


def inherited_environment() -> dict[str, str]:
    """The environment as it is, for a child process."""
    return dict(os.environ)


OF_CALLERS = frozenset(
    PREFIX + name
    for name in ("URL", "API_KEY", "BASE_URL", "CLIENT_ID", "CLIENT_SECRET", "GRPC", "GRPC_ADDRESS")
)
"""What commands that ask a server, and the SDKs, read for themselves: whoever exports them may serve from the same shell."""


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.defaults: dict[str, str] = {}

    def read(self, name: str, default: str, parse: Callable[[str], Value]) -> Value:
        variable = PREFIX + name
        self.defaults[variable] = default
        text = self._environment.get(variable, default).strip()
        try:
            return parse(text)
        except ValueError as error:
            raise SettingInvalid(f"{variable}: {error}") from error

    def refuse_unknown(self) -> None:
        for variable in sorted(self._environment):
            if variable.startswith(PREFIX) and variable not in self.defaults and variable not in OF_CALLERS:
                known = ", ".join(sorted(self.defaults))
                raise SettingInvalid(f"{variable}: there is no such setting. The settings are {known}.")
