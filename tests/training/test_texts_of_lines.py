"""Tickets of several lines: in a table's quoted cells, and as facts, a line end is a space between words."""

import csv
from pathlib import Path
from random import Random

import msgspec
import pytest

from inference.features.events import EVENT_SETS
from payments.statement_facts import Statement, StatementLine, Ticket
from training.package import write_folder
from training.scoring import score_folder
from training.starter_texts import AT
from training.ticket_words import SAYINGS
from training.train import TrainingJob, train_any

CAUSES = ("refund_missing", "card_blocked", "api_error")


def tickets(file: Path, count: int) -> list[str]:
    """A CSV of subjects and bodies with blank lines, quotes and both kinds of line ends inside. Returns: the causes."""
    dice, causes = Random(5), []
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["subject", "body", "cause"])
        for number in range(count):
            causes.append(dice.choice(CAUSES))
            _, objects, sentences = SAYINGS[causes[-1]]
            said = dice.choice(sentences).replace("{object}", dice.choice(objects))
            end = dice.choice(["\n", "\r\n"])
            body = f'Dear team,{end}{end}{said}{end}He said "no", twice.{end}Regards,{end}Person {number}'
            writer.writerow([f"Help{end}number {number}", body, causes[-1]])
    return causes


def test_a_table_of_them_is_learned_and_scored(tmp_path: Path) -> None:
    """Row by row as they are quoted, to the same number of rows."""
    causes = tickets(tmp_path / "tickets.csv", 400)
    job = TrainingJob(
        use_case="ticket-triage", data=tmp_path / "tickets.csv", target="cause", text=("subject", "body"), history=False
    )  # fmt: skip
    write_folder(train_any(job), tmp_path / "version")
    score_folder(tmp_path / "version", tmp_path / "tickets.csv", tmp_path / "scored.csv")
    with (tmp_path / "scored.csv").open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines))
    assert [row["cause"] for row in found] == causes
    right = sum(row["prediction"] == cause for row, cause in zip(found, causes, strict=True))
    assert right > 0.95 * len(causes)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\t"])
def test_facts_of_several_lines_say_the_same_words(end: str) -> None:
    """Subject and text of a ticket, and a narration that the bank broke; other control characters are no text."""
    texts = EVENT_SETS["ticket/2"]
    told = {"subject": f"Refund{end}not received", "text": f"Hello,{end}where is my refund?{end}"}
    plain = {"subject": "Refund not received", "text": "Hello, where is my refund? "}
    many, one = (texts.compute(msgspec.convert(each, Ticket), AT) for each in (told, plain))
    assert many.tobytes() == one.tobytes()
    lines = EVENT_SETS["statement/2"]
    broken, whole = (
        msgspec.convert({"text": text, "amount_minor": 100, "occurred_at": AT}, StatementLine)
        for text in (f"NEFT CR{end}SALARY ACME", "NEFT CR SALARY ACME")
    )
    of_line = [
        lines.compute(Statement(customer_id="c", currency="INR", lines=[each]), AT).tobytes()
        for each in (broken, whole)
    ]
    assert of_line[0] == of_line[1]
    for wrong in ("\x00", "\x1b", "\x7f", "\x0b"):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({**told, "subject": f"Refund{wrong}"}, Ticket)
