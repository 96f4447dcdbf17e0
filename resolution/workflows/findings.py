"""What is wrong with a document: every place by its path, with the reason and what to write instead."""

import re

from core.errors import ErrorKind, FieldError, PlatformError, shown

FINDINGS_MAX = 50


class WorkflowRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "workflow_refused"
    fix = "Correct the named places and send the document again; docs/workflows.md says what is supported."


class Findings:
    def __init__(self) -> None:
        self.found: list[FieldError] = []

    def add(self, path: str, reason: str, fix: str) -> None:
        """path: a JSON pointer into the document."""
        if len(self.found) < FINDINGS_MAX:
            self.found.append(FieldError(_dotted(path), reason, fix))

    def refuse(self) -> None:
        """Raises: WorkflowRefused, if anything was found."""
        if self.found:
            raise WorkflowRefused("The workflow is refused.", fields=self.found)


def _dotted(pointer: str) -> str:
    """`/do/0/ask/with` as callers are told of fields: `document.do[0].ask.with`."""
    parts = [f"[{part}]" if part.isdigit() else f".{shown(part)}" for part in re.split("/", pointer)[1:]]
    return "document" + "".join(parts)
