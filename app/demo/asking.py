"""The demo's two clients: the same questions over REST and over gRPC, as a tenant's developer would send them."""

import io
import pathlib
import tarfile
import time
from typing import Self, cast

import grpc
import httpx
import msgspec

from api.rpc.inference import CUSTOMER, TRANSACTION
from api.rpc.stubs.countermark.inference.v1 import inference_pb2_grpc
from api.rpc.stubs.countermark.inference.v1.decision_pb2 import Decision
from api.views.questions import CustomerQuestion, Inputs, TransactionQuestion
from core.errors import ErrorKind, PlatformError
from ledger.verifier.documents import Json as Document
from payments.facts import Transaction

PROOF_WAIT_S = 10.0
EPOCH_EVERY_S = 2
"""Of the demo's service alone: its tenant's log shall have its slot before it is taken away."""
EPOCH_WAIT_S = 20.0
_TIMEOUT_S = 30.0

Json = dict[str, Document]


class DemoRefused(PlatformError):
    kind = ErrorKind.INTERNAL
    code = "demo_refused"
    fix = "Look at the server's log in the data folder."


class Rest:
    """A client of `/api/v1` with an API key."""

    def __init__(self, url: str, key: str) -> None:
        self._http = httpx.Client(base_url=f"{url}/api/v1", headers={"X-API-Key": key}, timeout=_TIMEOUT_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, path: str) -> Json:
        return _json_of(self._http.get(path))

    def download(self, path: str) -> bytes:
        answer = self._http.get(path)
        if answer.is_error:
            raise DemoRefused(f"{path} answered {answer.status_code}: {answer.text[:500]}")
        return answer.content

    def post(self, path: str, body: object) -> Json:
        return _json_of(
            self._http.post(
                path, content=msgspec.json.encode(body), headers={"Content-Type": "application/json"}
            )
        )

    def decide(self, use_case: str, question: dict[str, object]) -> Json:
        return self.post(f"/inference/{use_case}", question)

    def proof(self, entry_id: str) -> Json:
        """Wait until the log holds the entry, which takes about a second, and return the proof."""
        deadline = time.monotonic() + PROOF_WAIT_S
        while True:
            found = self.get(f"/ledger/proofs/{entry_id}")
            if found["state"] == "included":
                return found
            if time.monotonic() > deadline:
                raise DemoRefused("The proof did not come in time.")
            time.sleep(0.1)

    def epoch(self) -> Json:
        """Wait until the log has its slot in an epoch, and return the newest."""
        deadline = time.monotonic() + EPOCH_WAIT_S
        while not (found := items_of(self.get("/ledger/epochs?limit=1"))):
            if time.monotonic() > deadline:
                raise DemoRefused("No epoch closed in time.")
            time.sleep(0.1)
        return found[0]

    def export(self, folder: pathlib.Path) -> None:
        """Unpack the whole log into a folder."""
        with self._http.stream("GET", "/ledger/export") as answer:
            if answer.is_error:
                raise DemoRefused(f"The export was refused: {answer.status_code}.")
            data = answer.read()
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            archive.extractall(folder, filter="data")


def items_of(answer: Json, field: str = "data") -> list[Json]:
    """The list of objects that a field of an answer holds."""
    return cast("list[Json]", answer[field])


def _json_of(answer: httpx.Response) -> Json:
    if answer.is_error:
        raise DemoRefused(f"{answer.request.url.path} answered {answer.status_code}: {answer.text[:500]}")
    return cast(Json, answer.json())


class Rpc:
    """A client of the gRPC services with the same key."""

    def __init__(self, address: str, key: str) -> None:
        self._channel = grpc.insecure_channel(address)
        self._stub = inference_pb2_grpc.InferenceServiceStub(self._channel)
        self._metadata = (("x-api-key", key),)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._channel.close()

    def decide(self, transaction: Transaction) -> Decision:
        question = TRANSACTION.message(TransactionQuestion(transaction=transaction))
        return self._stub.DecideTransactionAnomaly(question, metadata=self._metadata, timeout=_TIMEOUT_S)

    def decide_columns(self, inputs: Inputs) -> Decision:
        question = CUSTOMER.message(CustomerQuestion(inputs=inputs))
        return self._stub.DecideCreditScore(question, metadata=self._metadata, timeout=_TIMEOUT_S)
