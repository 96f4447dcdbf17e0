"""What an examination finds: one line for each thing that was looked at, with what mends it."""

from collections.abc import Sequence
from typing import Literal

import msgspec

State = Literal["ok", "warning", "failed", "skipped"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """check: what was looked at. said: what was seen, never a secret. fix: what mends it; empty where nothing is wrong.

    skipped: it could not be looked at, and `said` tells why.
    """

    check: str
    state: State
    said: str
    fix: str = ""


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """findings: in the order in which they were made. failed, warnings: how many of them."""

    findings: list[Finding]
    failed: int
    warnings: int


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """From where on something is wrong. Ages are those of the alarms in docs/operations.md."""

    free_bytes_min: int = 1 << 30
    free_bytes_low: int = 5 << 30
    skew_s_max: float = 30.0
    skew_s_low: float = 2.0
    behind_s_max: float = 30.0
    epochs_late_max: int = 3
    certificate_days_low: int = 14


def examination(findings: Sequence[Finding]) -> Examination:
    states = [finding.state for finding in findings]
    return Examination(
        findings=list(findings), failed=states.count("failed"), warnings=states.count("warning")
    )


def ok(check: str, said: str) -> Finding:
    return Finding(check=check, state="ok", said=said)


def warning(check: str, said: str, fix: str) -> Finding:
    return Finding(check=check, state="warning", said=said, fix=fix)


def failed(check: str, said: str, fix: str) -> Finding:
    return Finding(check=check, state="failed", said=said, fix=fix)


def skipped(check: str, why: str, fix: str = "") -> Finding:
    return Finding(check=check, state="skipped", said=why, fix=fix)


def skew(check: str, behind_s: float, limits: Limits, against: str) -> Finding:
    """behind_s: by how much our clock is behind the other's; negative where it is ahead."""
    said = (
        f"this machine's clock is {abs(behind_s):.1f} s {'behind' if behind_s > 0 else 'ahead of'} {against}"
    )
    if abs(behind_s) <= limits.skew_s_low:
        return ok(check, f"within {limits.skew_s_low:g} s of {against}")
    fix = "Let a time service set both clocks (timedatectl set-ntp true); tokens, receipts and deadlines go by them."
    return (failed if abs(behind_s) > limits.skew_s_max else warning)(check, said, fix)
