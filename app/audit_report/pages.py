"""The pages of a report, in order: verdict, what failed, every step, the trees, time, entries, keys and roles, appendix."""

import datetime as dt

from app.audit_report import charts
from app.audit_report.facts import Entries, Facts
from app.audit_report.sheet import AMBER, GREEN, INK, MARGIN_MM, QUIET, RED, WIDTH_MM, Colour, Sheet
from app.audit_report.trees import draw_trees
from ledger.verifier import telling
from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.published import fingerprint
from ledger.verifier.report import EXIT_VERIFIED, FAILED, NOT_OWED, NOT_RUN, PASSED, Result, Step
from ledger.verifier.trust import Trust

_SIGNS: dict[str, tuple[Colour, str, str]] = {
    PASSED: (GREEN, "\u2713", "proven"),
    FAILED: (RED, "\u2717", "REFUSED"),
    NOT_RUN: (AMBER, "?", "open"),
    NOT_OWED: (QUIET, "-", "not asked"),
}
_ROWS_MAX = 24
_OUT_MAX = 24


def draw(sheet: Sheet, facts: Facts) -> None:
    """Draw the whole report."""
    cover(sheet, facts)
    if facts.report.first_failure is not None:
        failure(sheet, facts, facts.report.first_failure)
    steps(sheet, facts)
    sheet.heading(
        "How the proof hangs together",
        "Three trees, one inside the other. Whoever changes an entry changes every root above it, up to one that others keep.",
    )
    draw_trees(sheet, facts)
    timeline(sheet, facts)
    entries(sheet, facts)
    history(sheet, facts)
    appendix(sheet, facts)


def cover(sheet: Sheet, facts: Facts) -> None:
    sheet.add_page()
    sheet.ink(QUIET, 9)
    sheet.words(MARGIN_MM, 18, "COUNTERMARK")
    sheet.set_xy(MARGIN_MM, 30)
    sheet.ink(INK, 24, bold=True)
    sheet.cell(WIDTH_MM, 12, "Audit report")
    sheet.set_xy(MARGIN_MM, 43)
    sheet.paragraph(
        "of a log of decisions, recomputed from its entries, without the service that made it", QUIET, 10.5
    )
    sheet.ln(8)
    colour, title, text = _verdict(facts)
    sheet.band(colour, title, text)
    sheet.ln(2)
    sheet.pairs(_subject(facts))
    sheet.subheading("In plain words")
    for line in _plain_words(facts):
        sheet.paragraph(line)
        sheet.ln(1)
    for use, keys in _keys(facts.pinned):
        sheet.subheading(f"Pinned for {use}")
        for key in keys:
            sheet.pairs([("name", key.name), ("key id", key.key_id.hex())])
            sheet.pairs([("fingerprint", fingerprint(key))], mono=True)
    if facts.pinned is None:
        sheet.subheading("No keys were pinned")
        sheet.paragraph(
            "Nothing below rests on a key that the auditor trusts: pin the keys by a way of your own, and repeat.",
            AMBER,
        )


def failure(sheet: Sheet, facts: Facts, failed: Result) -> None:
    """The page in red: what failed, what that means, what to do."""
    sheet.add_page()
    sheet.set_fill_color(*RED)
    sheet.rect(0, 0, sheet.w, 6, style="F")
    sheet.rect(0, 0, 6, sheet.h, style="F")
    sheet.ink(RED, 20, bold=True)
    sheet.cell(WIDTH_MM, 11, "This log must not be relied upon")
    sheet.ln(16)
    name = failed.step.name.lower()
    sheet.pairs(
        [
            ("Step that failed", f"{name}: {telling.QUESTIONS[failed.step]}"),
            ("What was found", failed.detail),
            ("Exit code", str(facts.report.exit_code)),
        ]
    )
    sheet.subheading("What that means")
    sheet.paragraph(telling.MEANINGS[failed.step], RED, 11)
    sheet.subheading("What is not known any more")
    after = [result for result in facts.report.results if result.state == NOT_RUN]
    told = ", ".join(result.step.name.lower() for result in after) or "nothing: every other step passed"
    sheet.paragraph(f"Steps that did not run, or could say neither yes nor no: {told}.")
    sheet.subheading("What to do")
    for number, line in enumerate(
        (
            "Keep this bundle, the trust file, your kept checkpoints and receipts, unchanged: they are the evidence.",
            "Fetch the bundle again by another way and repeat the command in the appendix. A damaged download ends here.",
            "If it fails again, ask the operator in writing, with this page, and compare with a witness and with Ethereum.",
        ),
        1,
    ):
        sheet.paragraph(f"{number}.  {line}")
        sheet.ln(1)
    sheet.ln(3)
    sheet.paragraph("The pages that follow show what the files say. They are not proven.", RED, bold=True)


def steps(sheet: Sheet, facts: Facts) -> None:
    sheet.heading(
        "What was verified, step by step",
        "Every step that the pinned keys and the files handed over ask for, in order of running. Only if all of them are proven is the log verified.",
    )
    for result in facts.report.results:
        _step(sheet, result)
    if facts.report.unasked:
        sheet.subheading("Not asked for, so not proven")
        for result in facts.report.unasked:
            _step(sheet, result)


def timeline(sheet: Sheet, facts: Facts) -> None:
    sheet.heading(
        "Checkpoints, epochs and anchors",
        "The blue line is the size of the log in each epoch. Grey lines are closed epochs; green points are epochs that Ethereum holds.",
    )
    times = {record.epoch: record.ts for record in facts.records}
    points = [(times[slot.epoch], slot.size) for slot in facts.slots if slot.epoch in times]
    anchored = {anchor.epoch: anchor for anchor in facts.anchors}
    if points:
        charts.growth(
            sheet,
            points,
            [record.ts for record in facts.records],
            [times[each] for each in anchored if each in times],
        )
    else:
        _missing(sheet, "This bundle holds no epochs in which the log had a slot.")
    sheet.pairs(
        [
            ("Checkpoints of the log", f"{facts.checkpoints:,}"),
            ("Epochs", f"{len(facts.records):,}"),
            ("Epochs with this log's slot", f"{len(facts.slots):,}"),
            ("Anchors", f"{len(facts.anchors):,}"),
        ]
    )
    if facts.records:
        sheet.subheading(f"The newest {min(_ROWS_MAX, len(facts.records))} epochs")
        sizes = {slot.epoch: slot.size for slot in facts.slots}
        rows = [
            (
                f"{record.epoch:,}",
                _time(record.ts),
                f"{record.slots:,}",
                f"{sizes[record.epoch]:,}" if record.epoch in sizes else "no slot",
                record.root.hex()[:20],
                f"block {anchored[record.epoch].block_number:,}" if record.epoch in anchored else "",
            )
            for record in facts.records[: -_ROWS_MAX - 1 : -1]
        ]
        sheet.rows(
            ("epoch", "closed (UTC)", "slots", "entries", "root begins", "anchored"),
            rows,
            (16, 38, 16, 24, 48, 32),
            mono=(4,),
        )


def entries(sheet: Sheet, facts: Facts) -> None:
    found = facts.entries
    sheet.heading(
        "What the log holds",
        "Entries by day, by type and by outcome. An entry holds no personal data and no amounts.",
    )
    if found is None or not found.count:
        _missing(sheet, "The entries could not be read." if found is None else "The log is empty.")
        return
    sheet.pairs(_counts(found))
    sheet.subheading("By day")
    charts.bars_by_day(sheet, found.by_day, list(found.by_type)[:6])
    sheet.subheading("By type")
    charts.bars_by_name(sheet, found.by_type)
    if found.by_outcome:
        sheet.subheading("Outcomes of decisions")
        charts.bars_by_name(sheet, found.by_outcome, colour=GREEN)


def history(sheet: Sheet, facts: Facts) -> None:
    found = facts.entries
    sheet.heading(
        "Keys, members and roles",
        "Who could do what, as the log itself tells: API keys and clients, members and their roles, keys of the vault and the log.",
    )
    if found is None or not found.history:
        _missing(
            sheet,
            "The entries could not be read."
            if found is None
            else "The log tells of no change of a key, member or role.",
        )
        return
    if found.history_count > len(found.history):
        sheet.paragraph(f"The newest {len(found.history):,} of {found.history_count:,} are shown.", QUIET)
    rows = [
        (f"{one.index:,}", _time(one.at_us), one.typ, one.act, _short(one.out))
        for one in reversed(found.history)
    ]
    sheet.rows(("entry", "when (UTC)", "what", "by", "outcome"), rows, (18, 36, 42, 58, 20), mono=(3,))


def _short(out: str) -> str:
    """The scopes of a credential are longer than the column: `countermark-verify roles` tells them whole."""
    return out if len(out) <= _OUT_MAX else f"{out[: _OUT_MAX - 3]}..."


def appendix(sheet: Sheet, facts: Facts) -> None:
    sheet.heading("Appendix", "What to compare, and how to repeat all of this.")
    head = facts.checkpoint
    if head is not None:
        sheet.subheading("Newest checkpoint of the log")
        sheet.code(f"{head.origin}\n{head.size}\n{head.root.hex()}")
    if facts.records:
        newest = facts.records[-1]
        sheet.subheading(f"Record of epoch {newest.epoch:,}")
        sheet.code(f"{_time(newest.ts)} UTC, {newest.slots} slots\n{newest.root.hex()}")
    if facts.manifest_digest:
        sheet.subheading(f"List of the {facts.files:,} files, SHA-256")
        sheet.code(facts.manifest_digest)
    sheet.subheading("Keys that the bundle names")
    named = [f"{use} {key}" for use, keys in _keys(facts.named) for key in keys]
    sheet.code("\n".join(named) or "none could be read")
    sheet.subheading("Repeat it")
    sheet.paragraph(
        "The verifier needs nothing of the service and no network. Its exit code is 0 only when every step that is owed was proven; this time it was "
        f"{facts.report.exit_code}.",
        QUIET,
    )
    sheet.ln(1)
    sheet.code("pip install ./ledger/verifier\n" + sheet.plain(facts.asked.command))
    sheet.paragraph(
        "A second verifier, in TypeScript, shares no code with the first; both must say the same. How each step works: docs/auditors.md.",
        QUIET,
    )


def _verdict(facts: Facts) -> tuple[Colour, str, str]:
    report = facts.report
    proven = sum(result.state == PASSED for result in report.results)
    failed = report.first_failure
    if failed is not None:
        return (
            RED,
            "NOT VERIFIED",
            f"The step {failed.step.name.lower()} failed: {failed.detail}. Exit code {report.exit_code}.",
        )
    if report.exit_code == EXIT_VERIFIED:
        return (
            GREEN,
            "VERIFIED",
            f"All {proven} steps that are owed were proven. {len(report.unasked)} others were not asked for.",
        )
    missing = [result.step.name.lower() for result in report.results if result.state != PASSED]
    return (
        AMBER,
        "NOT VERIFIED YET",
        f"Nothing failed, but these steps lack an input: {', '.join(missing)}. Exit code {report.exit_code}.",
    )


def _plain_words(facts: Facts) -> list[str]:
    """Say what the verdict means to somebody who knows nothing of trees, and no more than was proven."""
    if facts.report.first_failure is not None:
        return ["Something in these files is not as it was signed. The next page says what, and what to do."]
    passed = {result.step for result in facts.report.results if result.state == PASSED}
    told = {
        Step.TREE: "Every entry is as it was when the log was signed: none was changed, added, moved or taken out since.",
        Step.HISTORY: "The log is a continuation of every state that was ever signed, and of those the auditor kept.",
        Step.RECEIPTS: "Every decision whose receipt was handed over is in the log, with the content that was promised.",
        Step.EPOCHS: "The log stands in its own place in each epoch of the list over all logs that the operator signed.",
        Step.WITNESSES: "The witnesses that the auditor chose saw that list and signed it: everybody is shown the same one.",
        Step.CHAIN: "Ethereum holds that list, and held it at the time that is told here.",
        Step.ARTEFACTS: "The rules and models handed over are the ones that decided.",
    }
    lines = [text for step, text in told.items() if step in passed]
    return lines or ["Nothing was proven: an input is missing."]


def _subject(facts: Facts) -> list[tuple[str, str]]:
    head, found = facts.checkpoint, facts.entries
    period = (
        f"{_time(found.first_us)} to {_time(found.last_us)} UTC"
        if found is not None and found.count
        else "unknown"
    )
    return [
        ("Tenant", facts.asked.tenant or "not told"),
        ("Environment", facts.asked.environment or "not told"),
        ("Log", _log_id(facts)),
        ("Period", period),
        ("Entries", f"{head.size:,}" if head is not None else "unknown"),
        ("Checkpoints", f"{facts.checkpoints:,}"),
        ("Epochs, anchors", f"{len(facts.records):,}, {len(facts.anchors):,}"),
        ("Report made", f"{facts.asked.at.astimezone(dt.UTC):%d %b %Y %H:%M:%S} UTC"),
    ]


def _log_id(facts: Facts) -> str:
    return facts.checkpoint.origin if facts.checkpoint is not None else "unknown"


def _counts(found: Entries) -> list[tuple[str, str]]:
    return [
        ("Entries", f"{found.count:,}"),
        ("Types", f"{len(found.by_type):,}"),
        ("Actors", f"{found.actors:,}"),
        ("First, last", f"{_time(found.first_us)}, {_time(found.last_us)} UTC"),
    ]


def _step(sheet: Sheet, result: Result) -> None:
    colour, sign, word = _SIGNS[result.state]
    sheet.keep_together(14)
    top = sheet.get_y()
    sheet.mark(MARGIN_MM + 3, top + 3, colour, sign)
    sheet.ink(INK, 9.6, bold=True)
    sheet.words(MARGIN_MM + 9, top, result.step.name.lower())
    sheet.ink(colour, 8.4, bold=True)
    sheet.words(MARGIN_MM + 36, top, word)
    sheet.ink(INK, 9)
    sheet.words(MARGIN_MM + 58, top, telling.QUESTIONS[result.step])
    sheet.set_xy(MARGIN_MM + 58, top + 4.6)
    sheet.ink(QUIET if result.state != FAILED else RED, 8.2)
    sheet.multi_cell(WIDTH_MM - 58, 4.2, sheet.plain(result.detail), align="L")
    sheet.set_xy(MARGIN_MM, sheet.get_y() + 2.2)


def _keys(trust: Trust | None) -> list[tuple[str, tuple[VerifierKey, ...]]]:
    if trust is None:
        return []
    uses = (
        ("log", trust.log_keys),
        ("receipts", trust.receipt_keys),
        ("super", trust.super_keys),
        ("witness", trust.witness_keys),
    )
    return [(use, keys) for use, keys in uses if keys]


def _missing(sheet: Sheet, text: str) -> None:
    sheet.paragraph(text, AMBER)
    sheet.ln(3)


def _time(at_us: int) -> str:
    return f"{dt.datetime.fromtimestamp(at_us / 1_000_000, dt.UTC):%d %b %Y %H:%M:%S}"
