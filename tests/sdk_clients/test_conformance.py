"""The conformance suite itself: a faithful driver passes, and each of its checks catches a driver that gets one thing wrong."""

import asyncio
import json
import pathlib
from collections.abc import Mapping, Sequence

import msgspec
import pytest

from ledger.verifier import note_keys, receipts
from sdk_clients.conformance import case_files, drivers, raw, vectors
from sdk_clients.conformance.case_files import Case, Expect, Fault, Step, Wire
from sdk_clients.conformance.drivers import DriverLine
from sdk_clients.conformance.runner import LanguageRun, Verdict
from sdk_clients.conformance.stage import Stage
from tests.product import Product

LINE = DriverLine(command=["{python}", "-m", "tests.sdk_clients.reference_driver"])

CAUGHT = {
    "no-retry": ("retry-503-then-200", "it failed"),
    "new-key": ("retry-503-then-200", "the idempotency keys of the tries are"),
    "new-body": ("retry-503-then-200", "the bodies of the tries are not the same bytes"),
    "no-backoff": ("retry-503-then-200", "less than 250"),
    "ignores-retry-after": ("retry-after-seconds", "less than 2000"),
    "own-clock": ("retry-after-date-clock-behind", "less than 2950"),
    "retries-everything": ("retry-409-other", "it did not fail"),
    "no-key": ("call-new-keys", "the idempotency keys of the tries are"),
    "no-renewal": ("token-expired-renewed-once", "it failed"),
    "own-renewals": ("token-concurrent", "token requests, not 1"),
    "first-page-only": ("paging-over-pages", "not of length 7"),
    "error-is-the-end": ("paging-error-in-the-middle", "it did not fail"),
    "any-signature": ("webhook-tampered-body", "it did not fail"),
    "any-time": ("webhook-old", "it did not fail"),
    "any-receipt": ("receipt-tampered-deadline", "it did not fail"),
    "drops-fields": ("use-case-churn-score", "value.reasons"),
    "dies": ("call-principal", "the driver ended"),
    "babbles": ("call-principal", "which is not JSON"),
}
"""What a driver gets wrong, the case that must catch it, and what is then complained of."""

PASSED = sorted(
    {case for case, _ in CAUGHT.values()} | {"retry-reset-after", "answer-timeout", "error-no-problem-json"}
)


def cases_of(flaw: str) -> list[Case]:
    """The case that must catch a flaw, with a client that has it; without a flaw, all that shall pass."""
    if not flaw:
        return chosen(*PASSED)
    return [
        msgspec.structs.replace(case, client=case.client | {"flaws": flaw})
        for case in chosen(CAUGHT[flaw][0])
    ]


def chosen(*names: str) -> list[Case]:
    return [case for case in case_files.load() if case.name in names]


@pytest.fixture(scope="module")
async def verdicts(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Verdict]]:
    """Of the faithful driver, called ``, and of each that has a flaw; a few processes play them, side by side."""
    folder = tmp_path_factory.mktemp("drivers")

    async def run(flaws: Sequence[str]) -> list[tuple[str, list[Verdict]]]:
        played = LanguageRun(language="reference", line=LINE, stage=stage, folder=folder)
        told = await played.run([case for flaw in flaws for case in cases_of(flaw)], lambda verdict: None)
        return [(flaw, told if flaws == [""] else [told[at]]) for at, flaw in enumerate(flaws)]

    alone = ["", "dies", "babbles"]
    others = [flaw for flaw in CAUGHT if flaw not in alone]
    found = await asyncio.gather(*(run([flaw]) for flaw in alone), *(run(others[at::4]) for at in range(4)))
    return {flaw: told for part in found for flaw, told in part}


def test_a_faithful_driver_passes(verdicts: Mapping[str, list[Verdict]]) -> None:
    """Else a complaint about another one would mean nothing."""
    assert [verdict.case for verdict in verdicts[""] if not verdict.complaints] == [
        case.name for case in chosen(*PASSED)
    ], [verdict for verdict in verdicts[""] if verdict.complaints]


@pytest.mark.parametrize("flaw", CAUGHT)
def test_a_driver_that_misbehaves_is_caught(verdicts: Mapping[str, list[Verdict]], flaw: str) -> None:
    """Each flaw fails the case that is about it, and for that reason."""
    (verdict,) = verdicts[flaw]
    assert any(CAUGHT[flaw][1] in line for line in verdict.complaints), verdict


async def test_what_ends_a_driver_fails_its_case_alone(stage: Stage, tmp_path: pathlib.Path) -> None:
    """The next case has a new process, and none is left out."""
    run = LanguageRun(language="dies", line=LINE, stage=stage, folder=tmp_path)
    wanted = [*cases_of("dies"), *chosen("webhook-good", "paging-nothing")]
    found = await run.run(wanted, lambda verdict: None)
    assert [(verdict.case, bool(verdict.complaints)) for verdict in found] == [
        ("call-principal", True),
        ("paging-nothing", False),
        ("webhook-good", False),
    ]


async def test_a_driver_that_is_not_there_fails_every_case(stage: Stage, tmp_path: pathlib.Path) -> None:
    """A language that was not built is failed, never passed over."""
    line = DriverLine(command=["no-such-driver-of-an-sdk"])
    run = LanguageRun(language="missing", line=line, stage=stage, folder=tmp_path)
    found = await run.run(chosen("call-principal", "webhook-good"), lambda verdict: None)
    assert [bool(verdict.complaints) for verdict in found] == [True, True]


@pytest.mark.parametrize("flaw", ["", "no-reconnect"])
async def test_a_stream_that_is_cut_must_be_taken_up_again(
    running: Product, stage: Stage, tmp_path: pathlib.Path, flaw: str
) -> None:
    """A batch that was cancelled needs no worker: its end is an event like any other's, and a driver that missed it fails."""
    headers = {**running.asha.headers, "Idempotency-Key": f"cut-{flaw}", "Content-Type": "text/csv"}
    sent = await running.rest.post(
        "/api/v1/batches?use_case=churn-score", content=b"customer_id\nc-1\n", headers=headers
    )
    batch = sent.json()["id"]
    (
        await running.rest.post(f"/api/v1/batches/{batch}/cancel", headers=running.asha.headers)
    ).raise_for_status()
    expect = Expect(value={"$last": {"event": "cancelled", "data": {"id": batch}}}, wire=Wire(requests=3))
    faults = [Fault(cut_events=0), Fault(as_running=True, cut_events=1)]
    step = Step(call="batches.events", args={"batch_id": batch}, faults=faults, expect=expect)
    case = Case(name="cut", about="", steps=[step], client={"flaws": flaw})
    run = LanguageRun(language="cut", line=LINE, stage=stage, folder=tmp_path)
    (verdict,) = await run.run([case], lambda verdict: None)
    assert bool(verdict.complaints) is bool(flaw), verdict


async def test_the_upgrade_of_java_is_answered(stage: Stage) -> None:
    """The cases without an SDK."""
    assert [verdict.complaints for verdict in await raw.verdicts(stage)] == [[], []]


def test_vectors_are_as_they_are_made() -> None:
    """The committed cases of webhooks and receipts are what `vectors` writes: nobody edits them."""
    folder = case_files.FOLDER / "cases"
    assert {name: (folder / name).read_text("utf-8") for name in vectors.files()} == vectors.files()


def test_vectors_of_receipts_agree_with_the_verifier() -> None:
    """`countermark-verify` accepts those receipts that the cases accept, and no other."""
    judged = {}
    for case in vectors.receipts()[:-1]:
        (step,) = json.loads(json.dumps(case))["steps"]
        keys = [note_keys.parse_key(key) for key in step["args"]["keys"]]
        try:
            receipts.verify_receipt(receipts.parse_receipt(step["args"]["receipt"]), keys)
            judged[str(case["name"])] = True
        except receipts.ReceiptRefused:
            judged[str(case["name"])] = False
        assert judged[str(case["name"])] is ("value" in step["expect"]), case["name"]
    assert set(judged.values()) == {True, False}


def test_every_use_case_is_asked() -> None:
    """A use case that the document gains is asked in every language without a change here."""
    document = json.loads(case_files.DOCUMENT.read_text("utf-8"))
    paths = {path for path in document["paths"] if path.startswith("/api/v1/inference/")}
    asked = {
        f"/api/v1/inference/{case.name.removeprefix('use-case-')}"
        for case in case_files.load()
        if case.name.startswith("use-case-")
    }
    assert asked == paths
    assert len(asked) >= 14


def test_all_four_languages_have_a_driver() -> None:
    assert list(drivers.listed()) == ["python", "typescript", "java", "go"]
