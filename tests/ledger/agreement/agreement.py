"""What the two verifiers owe each other."""

from tests.ledger.agreement.corpus import FAULT, Corpus, first_verdict, second_verdicts
from tests.ledger.agreement.tally import TALLY

SEED = 20_261_122
_SHOWN_MAX = 12


def assert_agreed(corpus: Corpus, *, exit_codes: set[int]) -> None:
    """Both verifiers give one exit code, and one state of each step, for every case; neither breaks down.

    exit_codes: those that must occur, so that a corpus which reaches nothing is seen.
    """
    firsts = [first_verdict(case) for case in corpus.cases]
    seconds = second_verdicts(corpus.cases, corpus.folder)
    pairs = list(zip(corpus.cases, firsts, seconds, strict=True))
    differ = [
        f"{case.name}: countermark-verify {' '.join(case.arguments)}\n  first:  {first}\n  second: {second}"
        for case, first, second in pairs
        if first != second
    ]
    TALLY.agreed += len(pairs) - len(differ)
    TALLY.differed += len(differ)
    found = {first.exit_code for first in firsts}
    count = {code: sum(first.exit_code == code for first in firsts) for code in sorted(found)}
    assert differ == [], "\n".join(["", *differ[:_SHOWN_MAX]])
    assert exit_codes <= found, count
    assert FAULT not in found, [case.name for case, first, _ in pairs if first.exit_code == FAULT]
