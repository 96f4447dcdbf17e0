"""A report in words, for people, and as JSON, for machines.

People are told what each step proved, what was not asked for and so is not proven, and, when it failed, what that means.
"""

import json
import sys

from ledger.verifier.report import (
    EXIT_INCOMPLETE,
    EXIT_UNREADABLE,
    EXIT_VERIFIED,
    FAILED,
    NOT_OWED,
    NOT_RUN,
    PASSED,
    Report,
    Result,
    Step,
)

_MARKS = {PASSED: "proven", FAILED: "REFUSED", NOT_RUN: "open", NOT_OWED: "not asked"}
QUESTIONS = {
    Step.FILES: "the files are complete and as they were written",
    Step.TRUST: "the keys used are those you pinned",
    Step.CHECKPOINTS: "the log's key signed every checkpoint",
    Step.ENTRIES: "entries are well formed, of this log, in time, each once",
    Step.TREE: "the entries lead to the root that was signed",
    Step.HISTORY: "nothing was changed or cut since any checkpoint",
    Step.RECEIPTS: "what was promised is in the log",
    Step.INCLUSION: "the entry is in the log",
    Step.COMMITMENT: "the payload is what the entry committed to",
    Step.WITNESSES: "witnesses saw the super-log",
    Step.SUPER: "there is one list of epochs, and it only grew",
    Step.EPOCHS: "this log stood in each epoch as it is here",
    Step.CHAIN: "Ethereum holds the same epochs",
    Step.ERASURES: "payloads open, or were erased as the log says",
    Step.ARTEFACTS: "rules and models are those that decided",
    Step.BLOCKS: "blocks are what their CIDs say",
}
MEANINGS = {
    Step.FILES: "A file was damaged or exchanged on the way. Fetch the export again before you conclude anything.",
    Step.TRUST: "The export rests on a key that you did not pin. Ask for its history by a way that you trust.",
    Step.CHECKPOINTS: "A checkpoint is not signed as it must be: it is forged, or of another log.",
    Step.ENTRIES: "What stands in the log at that place is no entry of this log: it was altered, doubled or slipped in.",
    Step.TREE: "An entry or a tile was changed after the log was signed.",
    Step.HISTORY: "The log's key signed two histories, or the log was cut. Keep both checkpoints: they are the evidence.",
    Step.RECEIPTS: "A signed promise was broken. The receipt and this export are the evidence.",
    Step.INCLUSION: "The proof does not lead from the entry to the signed root.",
    Step.COMMITMENT: "The payload is not what was decided on.",
    Step.WITNESSES: "Too few witnesses vouch that everybody is shown the same super-log.",
    Step.SUPER: "The list of epochs was rewritten, or was never signed. Keep what you have: it is the evidence.",
    Step.EPOCHS: "The epochs hold another state of this log than the one you were handed: somebody was shown another history.",
    Step.CHAIN: "What Ethereum holds is not what you were handed. One of the two was made up, and Ethereum was not.",
    Step.ERASURES: "A payload was exchanged, or is withheld without a trace of its erasure in the log.",
    Step.ARTEFACTS: "A file of rules or of a model is not the one that decided.",
    Step.BLOCKS: "A block was damaged or exchanged, or blocks are missing. Fetch the CAR again before you conclude anything.",
}
_MARK_WIDTH, _STEP_WIDTH = 9, 12


def as_json(report: Report) -> str:
    return json.dumps(
        {
            "verified": report.exit_code == EXIT_VERIFIED,
            "exit_code": report.exit_code,
            "steps": [
                {"step": result.step.name.lower(), "state": result.state, "detail": printable(result.detail)}
                for result in report.results
            ],
            "not_owed": [
                {"step": result.step.name.lower(), "detail": printable(result.detail)}
                for result in report.unasked
            ],
        },
        indent=2,
    )


def as_text(report: Report) -> str:
    lines = [line for result in report.results for line in _lines(result)]
    if report.unasked:
        lines += ["", "Not asked for, so not proven:"]
        lines += [
            f"{'':<{_MARK_WIDTH}} {_name(result)} {printable(result.detail)}" for result in report.unasked
        ]
    failure = report.first_failure
    if failure is not None:
        lines += [
            "",
            f"{failure.step.name.lower()} failed: {printable(failure.detail)}",
            MEANINGS[failure.step],
        ]
    elif report.exit_code == EXIT_INCOMPLETE:
        lines += ["", "Nothing that ran failed, but not everything that is owed could run."]
    return "\n".join([*lines, "", _verdict(report.exit_code)])


def unreadable(reason: str, *, as_json: bool) -> str:
    """Tell that an input could not be read at all."""
    reason = printable(reason)
    if as_json:
        document = {
            "verified": False,
            "exit_code": EXIT_UNREADABLE,
            "error": reason,
            "steps": [],
            "not_owed": [],
        }
        return json.dumps(document, indent=2)
    return f"cannot be read: {reason}\n{_verdict(EXIT_UNREADABLE)}"


def printable(text: str) -> str:
    """Spell out what a terminal would act upon or show as something else: names in an export are whoever's that wrote it."""
    return "".join([letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}" for letter in text])


def say(text: str) -> None:
    """Print, and spell out the letters that the output's encoding does not have."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    sys.stdout.flush()


def _lines(result: Result) -> list[str]:
    told = f"{_MARKS[result.state]:<{_MARK_WIDTH}} {_name(result)} {QUESTIONS[result.step]}"
    return [told, f"{'':<{_MARK_WIDTH}} {'':<{_STEP_WIDTH}} {printable(result.detail)}"]


def _name(result: Result) -> str:
    return f"{result.step.name.lower():<{_STEP_WIDTH}}"


def _verdict(exit_code: int) -> str:
    return "VERIFIED" if exit_code == EXIT_VERIFIED else f"NOT VERIFIED (exit code {exit_code})"
