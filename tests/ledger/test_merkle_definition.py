"""Trees against their definition: every size to 1,025, every pair of sizes to 257, and 10,000 steps of a log that only grows.

The definition is that of RFC 6962 section 2.1, kept for each range of leaves, so that it can be asked a million times.
"""

import functools
import itertools
from collections.abc import Callable
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ledger.verifier import merkle
from ledger.verifier.merkle import CompactRange, ProofRefused

SIZE_MAX = 1_025
PAIRS_MAX = 257
LEAVES_MAX = 20_000
STEPS = 10_000
STEPS_OF_ONE = 100


@functools.cache
def leaf(index: int) -> bytes:
    return merkle.leaf_hash(index.to_bytes(4, "big"))


@functools.cache
def defined(start: int, end: int) -> bytes:
    """MTH of the leaves from `start` on."""
    if end - start <= 1:
        return leaf(start) if end > start else merkle.EMPTY_ROOT
    middle = start + _split(end - start)
    return merkle.node_hash(defined(start, middle), defined(middle, end))


def defined_path(index: int, start: int, end: int) -> list[bytes]:
    """PATH of section 2.1.1."""
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*defined_path(index, start, middle), defined(middle, end)]
    return [*defined_path(index, middle, end), defined(start, middle)]


def defined_subproof(old: int, start: int, end: int, *, known: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.2. old: where the old tree ends."""
    if old == end:
        return [] if known else [defined(start, end)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*defined_subproof(old, start, middle, known=known), defined(middle, end)]
    return [*defined_subproof(old, middle, end, known=False), defined(start, middle)]


def _split(count: int) -> int:
    """The largest power of two below a count."""
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def node(of: merkle.Node) -> bytes:
    level, index = of
    return defined(index << level, (index + 1) << level)


def test_every_size_has_the_root_of_the_definition() -> None:
    """From 0 to 1,025, made at once and grown leaf by leaf."""
    tree, leaves = CompactRange(), [leaf(index) for index in range(SIZE_MAX)]
    for size in range(SIZE_MAX + 1):
        assert merkle.root(leaves[:size]) == tree.root() == defined(0, size)
        if size < SIZE_MAX:
            tree.append(leaves[size])


def test_every_leaf_of_every_tree_is_proven() -> None:
    for size in range(1, PAIRS_MAX + 1):
        for index in range(size):
            proof = merkle.gather(merkle.inclusion_ranges(index, size), node)
            assert proof == defined_path(index, 0, size)
            merkle.verify_inclusion(index, size, leaf(index), proof, defined(0, size))


def test_every_tree_continues_every_smaller_one() -> None:
    for old, new in itertools.combinations(range(1, PAIRS_MAX + 1), 2):
        proof = merkle.gather(merkle.consistency_ranges(old, new), node)
        assert proof == defined_subproof(old, 0, new, known=True)
        merkle.verify_consistency(old, new, proof, defined(0, old), defined(0, new))


class GrowingLog(RuleBasedStateMachine):
    """A log that is appended to, stored, loaded, proven and lied about; the definition is asked after each step."""

    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.tree = CompactRange()
        self.kept: list[int] = []

    @rule(count=st.sampled_from((1, 1, 2, 3, 7, 31, 64, 100, 255, 256, 257)))
    def append(self, count: int) -> None:
        for index in range(self.tree.size, min(self.tree.size + count, LEAVES_MAX)):
            self.tree.append(leaf(index))

    @rule()
    def store_and_load(self) -> None:
        self.tree = CompactRange(self.tree.size, list(self.tree.hashes))

    @precondition(lambda self: self.tree.size > 0)
    @rule()
    def keep_a_checkpoint(self) -> None:
        self.kept.append(self.tree.size)

    @precondition(lambda self: self.tree.size > 0)
    @rule(place=st.floats(0, 1, exclude_max=True), change=st.integers(0, 10**6))
    def prove_an_entry(self, place: float, change: int) -> None:
        size = self.tree.size
        index = int(place * size)
        proof = merkle.gather(merkle.inclusion_ranges(index, size), node)
        merkle.verify_inclusion(index, size, leaf(index), proof, self.tree.root())
        _refused(lambda: merkle.verify_inclusion(index, size, leaf(size), proof, self.tree.root()))
        if proof:
            lie = _changed(proof, change)
            _refused(lambda: merkle.verify_inclusion(index, size, leaf(index), lie, self.tree.root()))

    @precondition(lambda self: self.kept and self.kept[-1] < self.tree.size)
    @rule(which=st.integers(0, 10**6), change=st.integers(0, 10**6))
    def prove_what_was_kept(self, which: int, change: int) -> None:
        new, old = self.tree.size, self.kept[which % len(self.kept)]
        before, now = defined(0, old), self.tree.root()
        proof = merkle.gather(merkle.consistency_ranges(old, new), node)
        merkle.verify_consistency(old, new, proof, before, now)
        _refused(lambda: merkle.verify_consistency(old, new, _changed(proof, change), before, now))
        _refused(lambda: merkle.verify_consistency(old, new, proof, leaf(new), now))

    @invariant()
    def is_as_defined(self) -> None:
        GrowingLog.steps += 1
        assert self.tree.root() == defined(0, self.tree.size)


def _changed(proof: list[bytes], change: int) -> list[bytes]:
    at, bit = change % len(proof), change % 256
    lie = bytearray(proof[at])
    lie[bit >> 3] ^= 1 << (bit & 7)
    return [*proof[:at], bytes(lie), *proof[at + 1 :]]


def _refused(check: Callable[[], None]) -> None:
    with pytest.raises(ProofRefused):
        check()


def test_ten_thousand_steps_of_a_log_leave_no_difference() -> None:
    run_state_machine_as_test(
        GrowingLog,
        settings=settings(
            max_examples=2 * STEPS // STEPS_OF_ONE,
            stateful_step_count=STEPS_OF_ONE,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert GrowingLog.steps >= STEPS
