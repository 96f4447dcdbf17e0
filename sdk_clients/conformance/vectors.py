"""Makes the cases of webhooks and receipts: messages and receipts signed under keys that everybody may know.

`python -m sdk_clients.conformance.vectors` writes them anew; a test compares, and holds them against the server's own verifier.
"""

import base64
import copy
import datetime as dt
import json
import pathlib
from typing import cast
from uuid import UUID

from ledger.receipts import ReceiptSigner, Statement, encode
from resolution.webhooks import signing
from sdk_clients.conformance.case_files import FOLDER
from sdk_clients.conformance.values import Json

Fields = dict[str, Json]

NOW_S = 1_795_262_400  # 2026-11-21T12:00:00Z
_SECRET, _NEXT_SECRET, _OTHER_SECRET = (bytes([seed]) * 32 for seed in (1, 2, 3))
_MESSAGE = "evt_01kc1x5w3efvr9q2d8m4n6p7hs"
_BODY = (
    '{"id":"evt_01kc1x5w3efvr9q2d8m4n6p7hs","type":"payout.stuck","timestamp":"2026-11-21T12:00:00Z","subject":"pyt_01kc1x5w3ceyp8s1r7t3v5w9ya",'
    '"data":{"stage":"at_bank","amount_minor":1250000,"currency":"INR","note":"à bientôt"}}'
)
_REAL_KEY = ReceiptSigner("countermark.example/receipts", bytes(range(32)))
_OTHER_KEY = ReceiptSigner("countermark.example/receipts", bytes(range(1, 33)))


def files() -> dict[str, str]:
    """Return the text of each generated file by its name."""
    return {"70-webhooks.json": _written(webhooks()), "80-receipts.json": _written(receipts())}


def _written(cases: list[Fields]) -> str:
    return json.dumps(cases, indent=2, ensure_ascii=False) + "\n"


def webhooks() -> list[Fields]:
    good: Fields = {
        "value": {
            "id": _MESSAGE,
            "type": "payout.stuck",
            "data": {"amount_minor": 1_250_000, "note": "à bientôt"},
        }
    }
    bad, outside = _error("WebhookSignatureInvalid"), _error("WebhookTimestampOutside")
    signed, rotated = _headers([_SECRET]), _headers([_NEXT_SECRET, _SECRET])
    old, tampered = _SECRET, _BODY.replace("1250000", "9250000")
    text = signed["webhook-signature"]
    future_version = signed | {"webhook-signature": f"v2,{text[3:]} {text}"}
    unsigned = {name: value for name, value in signed.items() if name != "webhook-signature"}
    capitals = {name.title(): value for name, value in signed.items()}
    told: list[tuple[str, str, str, dict[str, str], list[bytes], int, Fields]] = [
        ("good", "a message as it was sent is accepted", _BODY, signed, [old], NOW_S, good),
        ("header-names", "names of headers may come in any case", _BODY, capitals, [old], NOW_S, good),
        ("rotated", "while a secret is being replaced, either of the two verifies", _BODY, rotated, [old], NOW_S, good),
        ("rotated-new", "the new one too", _BODY, rotated, [_NEXT_SECRET], NOW_S, good),
        ("several-secrets", "a receiver may hold several secrets", _BODY, signed, [_OTHER_SECRET, old], NOW_S, good),
        ("later-versions", "signatures of versions that are not known are passed over", _BODY, future_version, [old], NOW_S, good),
        ("edge-of-time", "300 seconds late is in time", _BODY, signed, [old], NOW_S + 300, good),
        ("tampered-body", "a changed body is refused", tampered, signed, [old], NOW_S, bad),
        ("tampered-id", "a changed id is refused", _BODY, signed | {"webhook-id": "evt_01kc1x5w3efvr9q2d8m4n6p7ht"}, [old], NOW_S, bad),
        ("tampered-time", "a changed time is refused", _BODY, signed | {"webhook-timestamp": str(NOW_S + 1)}, [old], NOW_S, bad),
        ("wrong-secret", "another's secret is refused", _BODY, signed, [_OTHER_SECRET], NOW_S, bad),
        ("not-base64", "a signature that is none is refused", _BODY, signed | {"webhook-signature": "v1,***"}, [old], NOW_S, bad),
        ("only-later-versions", "a version that is not known alone is refused", _BODY, signed | {"webhook-signature": f"v2,{text[3:]}"}, [old], NOW_S, bad),
        ("no-signature", "a message without a signature is refused", _BODY, unsigned, [old], NOW_S, bad),
        ("empty-secret", "an empty secret, as of a setting that is not there, believes nobody", _BODY, _headers([b""]), [b""], NOW_S, _error_of_any()),
        ("old", "a message of more than 300 seconds ago is refused as such", _BODY, signed, [old], NOW_S + 301, outside),
        ("future", "one of more than 300 seconds ahead too", _BODY, signed, [old], NOW_S - 301, outside),
    ]  # fmt: skip
    return [
        _case(
            f"webhook-{name}", about, "webhooks.verify",
            {"body": body, "headers": cast(Json, headers), "secrets": [signing.written(each) for each in secrets], "now_s": now},
            expect,
        )
        for name, about, body, headers, secrets, now, expect in told
    ]  # fmt: skip


def _headers(secrets: list[bytes]) -> dict[str, str]:
    return signing.headers(secrets, _MESSAGE, NOW_S, _BODY.encode())


def _error_of_any() -> Fields:
    return {"error": {"type": {"$match": "."}}}


def _error(kind: str) -> Fields:
    return {"error": {"type": kind}}


def _case(name: str, about: str, call: str, args: Fields, expect: Fields) -> Fields:
    asked: Fields = expect | {"wire": {"requests": 0}}
    return {"name": name, "about": about, "steps": [{"call": call, "args": args, "expect": asked}]}


def receipts() -> list[Fields]:
    keys: Json = [str(_REAL_KEY.key)]
    alone, *batch = [*_signed(_REAL_KEY, 1), *_signed(_REAL_KEY, 5)]
    good: Fields = {"value": {"verified": True}}
    bad = _error("ReceiptRefused")
    told: list[tuple[str, str, Fields, Json, Fields]] = [
        ("alone", "a receipt of a batch of its own verifies", alone, keys, good),
        *((f"of-five-{place}", "a receipt of a batch of five verifies, at each place", one, keys, good) for place, one in enumerate(batch)),
        ("several-keys", "the key is found among others", batch[2], [str(_OTHER_KEY.key), str(_REAL_KEY.key)], good),
        ("other-key", "a key that did not sign it is not trusted", alone, [str(_OTHER_KEY.key)], bad),
        ("no-key", "without keys nothing verifies", alone, [], bad),
        ("signed-by-another", "the signature of another key under this key's id is refused", _signed(_OTHER_KEY, 1)[0] | {"key_id": alone["key_id"]}, keys, bad),
        ("tampered-leaf", "another entry's hash is refused", batch[3] | {"leaf_hash": _turned(batch[3]["leaf_hash"])}, keys, bad),
        ("tampered-signature", "a changed signature is refused", alone | {"signature": _turned(alone["signature"])}, keys, bad),
        ("tampered-path", "a changed path is refused", _with_path(batch[3], 0), keys, bad),
        ("tampered-deadline", "a later deadline is refused", batch[1] | {"due_at_us": int(str(batch[1]["due_at_us"])) + 1}, keys, bad),
        ("tampered-log", "another log is refused", alone | {"log_id": batch[0]["entry_id"].replace("ent_", "env_") if isinstance(batch[0]["entry_id"], str) else None}, keys, bad),
        ("tampered-entry", "another entry is refused", batch[0] | {"entry_id": batch[1]["entry_id"]}, keys, bad),
        ("another-place", "another place in the batch is refused", batch[1] | {"batch_index": 2}, keys, bad),
        ("another-size", "another size of the batch is refused", batch[1] | {"batch_size": 6}, keys, bad),
        ("short-path", "a path of another length is refused", batch[1] | {"batch_path": cast("list[Json]", batch[1]["batch_path"])[:-1]}, keys, bad),
        ("another-version", "a version that is not known is refused", alone | {"v": 2}, keys, bad),
        ("another-field", "a field that no receipt has is refused", alone | {"note": "paid"}, keys, bad),
        ("missing-field", "a field that is missing is refused, and never taken for nought", {name: each for name, each in alone.items() if name != "batch_index"}, keys, bad),
        ("number-as-text", "a number that is written as a text is refused", alone | {"batch_index": "0"}, keys, bad),
        ("broken-number", "a number that is not whole is refused, and never rounded", alone | {"batch_index": 0.25}, keys, bad),
        ("null", "a field that is null is refused", alone | {"batch_path": None}, keys, bad),
        ("nested", "a text that is something else is refused", alone | {"entry_id": {"ent": [1]}}, keys, bad),
        ("huge-number", "a number that no clock shows is refused", alone | {"due_at_us": 2**70}, keys, bad),
    ]  # fmt: skip
    cases = [
        _case(f"receipt-{name}", about, "receipts.verify", {"receipt": one, "keys": given}, expect)
        for name, about, one, given, expect in told
    ]
    return [*cases, _live()]


def _live() -> Fields:
    """The receipt of a decision, with the keys of the server that made it."""
    decide = {
        "call": "inference.churn_score",
        "args": {"customer_id": "${fresh}"},
        "save": {"receipt": "receipt"},
    }
    verify = {
        "call": "receipts.verify",
        "args": {"receipt": "${receipt}", "keys": "${keys}"},
        "expect": {"value": {"verified": True}, "wire": {"requests": 0}},
    }
    return {
        "name": "receipt-of-a-decision",
        "about": "the receipt that came with a decision verifies against the server's published keys, without a request",
        "before": [{"method": "GET", "path": "/api/v1/ledger/keys", "save": {"keys": "keys.*.verifier_key"}}],
        "steps": [cast(Json, decide), cast(Json, verify)],
    }


def _signed(signer: ReceiptSigner, size: int) -> list[Fields]:
    issued = dt.datetime(2026, 11, 21, 12, 0, 0, 123_456, tzinfo=dt.UTC)
    statements = [
        Statement(
            log=UUID(int=(0x018F2D5C << 96) + 7),
            leaf=bytes([place]) * 32,
            eid=UUID(int=(0x018F2D5D << 96) + place),
            issued_at=issued,
            due=issued + dt.timedelta(seconds=60),
        )
        for place in range(size)
    ]
    return [cast(Fields, json.loads(encode(one))) for one in signer.sign_batch(statements)]


def _turned(text: Json) -> str:
    """Turn one bit of what is in base64."""
    data = bytearray(base64.b64decode(str(text)))
    data[0] ^= 1
    return base64.b64encode(bytes(data)).decode()


def _with_path(receipt: Fields, place: int) -> Fields:
    changed = copy.deepcopy(receipt)
    path = cast("list[Json]", changed["batch_path"])
    path[place] = _turned(path[place])
    return changed


def write(folder: pathlib.Path = FOLDER / "cases") -> None:
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
