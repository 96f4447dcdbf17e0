"""Everything that working off a batch needs, as plain data: a process here or a worker on another machine starts from it.

Only a child process imports this module.
"""

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from core.errors import ErrorKind, PlatformError
from inference import artefacts, catalogue
from inference.batch.beside import Beside
from inference.batch.column_work import ColumnSource, ColumnWork
from inference.batch.fact_scoring import FactScorer
from inference.batch.fact_work import FactSource, FactWork
from inference.batch.layout import AnyLayout, FactLayout
from inference.batch.parquet import Footer
from inference.batch.scoring import CellKind, Question, RowScorer, columns_of, nobodys_vault
from inference.batch.text_rows import TextSource
from inference.batch.work import ChunkReader, ChunkWriter, Read, RowSource
from inference.declared.entities import DeclaredFeature
from inference.explanations.compiled import find_kernel
from inference.rule_lists import Known
from inference.runtimes.port import Runtime
from rules.active import RulesetSource
from tenants.vault import EnvironmentVault

_OF_WHAT_IS_STORED = frozenset({"transaction", "customer", "history", "statement"})
Place = Callable[[artefacts.LoadedVersion, Runtime], artefacts.LoadedVersion]


class VersionChanged(PlatformError):
    kind = ErrorKind.INTERNAL
    code = "batch_version_changed"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Plan:
    """version: the artefact's files by name. digest: the one that the batch was made with. footer: of a Parquet file.

    duplicates: a bit for each line that repeats an earlier id; None without ids. kernel_dir: where the compiled explanations
    are, or None for numpy's; their bits are equal. runtime: where the version scores.
    named, declared: features that version and ruleset name besides, and what of them was declared. known: what the ruleset may ask about lists and
    suppressions, as the batch began.
    """

    question: Question
    version: Mapping[str, bytes]
    digest: bytes
    ruleset: RulesetSource
    layout: AnyLayout
    salt: bytes
    footer: bytes | None
    duplicates: bytes | None
    kernel_dir: str | None
    runtime: Runtime = "onnx"
    named: tuple[str, ...] = ()
    declared: tuple[DeclaredFeature, ...] = ()
    known: Known | None = None

    @property
    def reads_stored(self) -> bool:
        """Whether rows may need what is stored of their customers."""
        facts = self.question.facts and catalogue.get(self.question.use_case).input in _OF_WHAT_IS_STORED
        return facts or bool(self.named) or self.known is not None

    def columns(self) -> dict[str, CellKind]:
        """Name the result columns, in order."""
        identity: dict[str, CellKind] = {"line": "whole"}
        if self.layout.id_position is not None:
            identity["id"] = "text"
        return identity | columns_of(self.question)

    def work(
        self, vault: EnvironmentVault | None = None, place: Place | None = None
    ) -> ColumnWork | FactWork:
        """Make everything ready. vault: of the environment, for facts whose features need what is stored.

        place: puts the version where it scores; without it nothing is to be scored elsewhere.
        Raises: ArtefactInvalid, VersionChanged.
        """
        kernel = None if self.kernel_dir is None else find_kernel(Path(self.kernel_dir))
        version = artefacts.load(self.version, kernel=kernel)
        if version.digest != self.digest:
            raise VersionChanged("The files of the version are not those that the batch was made with.")
        if place is not None:
            version = place(version, self.runtime)
        writer = ChunkWriter(self.salt, self.columns())
        question = self.question
        keys = vault or nobodys_vault(question)
        beside = Beside(self.named, self.declared, keys, question.mode, question.decided_at)
        if isinstance(self.layout, FactLayout):
            facts = FactScorer(question, version, self.ruleset.prepared(), vault, beside, self.known)
            return FactWork(self._reader(FactSource(self.layout, question.decided_at)), facts, writer)
        scorer = RowScorer(question, version, self.ruleset.prepared(), beside, self.known, keys)
        if version.evidence is not None:
            return ColumnWork(self._reader(TextSource(self.layout)), scorer, writer)
        source = ColumnSource(self.layout, scorer.rule_inputs)
        return ColumnWork(self._reader(source), scorer, writer)

    def _reader(self, source: RowSource[Read]) -> ChunkReader[Read]:
        return ChunkReader(
            self.layout,
            source,
            footer=None if self.footer is None else Footer(self.footer),
            duplicates=None if self.duplicates is None else np.frombuffer(self.duplicates, np.uint8),
        )
