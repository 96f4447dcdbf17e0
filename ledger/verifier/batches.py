"""Rows of a batch: that a line of a result file is under the root to which the batch's ledger entry commits.

Two trees, both of RFC 6962. A leaf of a chunk's tree is the hash over the hashes of up to 64 rows that follow each other. The
tree of the batch has the header as its first leaf, which names columns, counts and the input's hash, and then a leaf for each
chunk: the root of its tree and its number of rows. Texts are hashed behind a salt of the batch, so that a root by itself confirms no guess.
"""

from dataclasses import dataclass

from ledger.verifier import documents, identifiers, merkle
from ledger.verifier.documents import DocumentRefused, Json
from ledger.verifier.entries import Entry
from ledger.verifier.identifiers import IdRefused
from ledger.verifier.merkle import ProofRefused
from ledger.verifier.proofs import check_entry, parse_proof
from ledger.verifier.report import EXIT_VERIFIED, FAILED, PASSED, Report, Step
from ledger.verifier.single import PROOF_STEPS, verify_proof
from ledger.verifier.trust import Trust

TYP = "batch.v1"
SALT_BYTES = 16
GROUP_ROWS = 64
"""Rows whose hashes make one leaf: proofs grow to two kilobytes, and hashing a row costs half as much."""
_COUNT_BYTES = 8
_PATH_MAX = 63
_FIELDS = frozenset(
    {
        "batch_id", "entry_id", "salt", "header", "header_path", "row", "row_index", "row_count", "group", "row_path",
        "chunk_index", "chunk_count", "chunk_path",
    }
)  # fmt: skip


class RowRefused(Exception):
    """The row is not among the results that the entry committed to, or this is no proof of a row."""


@dataclass(frozen=True)
class RowProof:
    """header, row: texts as in the file, without a line end. chunk_index: 0-based; the header stands before chunk 0.

    group: the hashes of the rows of the row's group, its own among them. row_path: from the group to the chunk's root.
    """

    batch: bytes
    entry: bytes
    salt: bytes
    header: str
    header_path: tuple[bytes, ...]
    row: str
    row_index: int
    row_count: int
    group: tuple[bytes, ...]
    row_path: tuple[bytes, ...]
    chunk_index: int
    chunk_count: int
    chunk_path: tuple[bytes, ...]


def text_leaf(salt: bytes, text: bytes) -> bytes:
    """Hash a row, or the header."""
    return merkle.leaf_hash(salt + text)


def group_leaf(rows: bytes) -> bytes:
    """Hash the hashes of a group's rows, one behind the other, as a leaf of the chunk's tree."""
    return merkle.leaf_hash(rows)


def chunk_leaf(root: bytes, row_count: int) -> bytes:
    """Hash a chunk as a leaf of the batch's tree."""
    return merkle.leaf_hash(root + row_count.to_bytes(_COUNT_BYTES, "big"))


def parse_row_proof(document: Json) -> RowProof:
    """Read a row's proof as the service answered it. Raises: RowRefused."""
    try:
        fields = documents.record(document, _FIELDS)
        proof = RowProof(
            batch=identifiers.parse("bat", documents.text(fields, "batch_id")),
            entry=identifiers.parse("ent", documents.text(fields, "entry_id")),
            salt=documents.octets(fields, "salt"),
            header=documents.text(fields, "header"),
            header_path=documents.octets_list(fields, "header_path", _PATH_MAX),
            row=documents.text(fields, "row"),
            row_index=documents.integer(fields, "row_index"),
            row_count=documents.integer(fields, "row_count"),
            group=documents.octets_list(fields, "group", GROUP_ROWS),
            row_path=documents.octets_list(fields, "row_path", _PATH_MAX),
            chunk_index=documents.integer(fields, "chunk_index"),
            chunk_count=documents.integer(fields, "chunk_count"),
            chunk_path=documents.octets_list(fields, "chunk_path", _PATH_MAX),
        )
    except (DocumentRefused, IdRefused) as error:
        raise RowRefused(f"this is not the proof of a row: {error}") from error
    if len(proof.salt) != SALT_BYTES:
        raise RowRefused(f"the salt is not {SALT_BYTES} bytes")
    return proof


def verify_row(proof: RowProof, entry: Entry, line: str | None = None) -> None:
    """Accept only a row, a header and an entry that belong together.

    line: the row as it stands in somebody's file, to be compared.
    Raises: RowRefused.
    """
    if entry.typ != TYP or entry.eid != proof.entry or len(entry.pc) != 1:
        raise RowRefused("the entry is not that of the batch")
    if line is not None and line != proof.row:
        raise RowRefused("the row is not the one in the file")
    _check_header(proof, entry)
    try:
        rows_root = _root_of(proof)
        leaf = chunk_leaf(rows_root, proof.row_count)
        merkle.verify_inclusion(
            proof.chunk_index + 1, proof.chunk_count + 1, leaf, proof.chunk_path, entry.pc[0]
        )
        header = text_leaf(proof.salt, proof.header.encode())
        merkle.verify_inclusion(0, proof.chunk_count + 1, header, proof.header_path, entry.pc[0])
    except ProofRefused as error:
        raise RowRefused(str(error)) from error


def verify_batch_row(document: Json, proof: Json, trust: Trust | None, line: str | None = None) -> Report:
    """Check the row of a batch and the proof of the batch's entry, offline."""
    report = Report(*PROOF_STEPS, Step.COMMITMENT)
    inner = verify_proof(proof, trust)
    for result in inner.results:
        say = {PASSED: report.passed, FAILED: report.failed}.get(result.state, report.not_run)
        say(result.step, result.detail)
    if inner.exit_code != EXIT_VERIFIED:
        return report
    try:
        row = parse_row_proof(document)
        verify_row(row, check_entry(parse_proof(proof)), line)
    except RowRefused as error:
        report.failed(Step.COMMITMENT, str(error))
    else:
        place = f"row {row.row_index + 1} of chunk {row.chunk_index + 1}"
        report.passed(Step.COMMITMENT, f"the entry commits to {place}: {row.row}")
    return report


def _check_header(proof: RowProof, entry: Entry) -> None:
    try:
        said = documents.parse(proof.header)
        if not isinstance(said, dict) or not {"batch", "chunks"} <= said.keys():
            raise DocumentRefused("it names no batch or no chunks")
        batch = identifiers.parse("bat", documents.text(said, "batch"))
        chunks = documents.integer(said, "chunks")
    except (DocumentRefused, IdRefused) as error:
        raise RowRefused(f"the header cannot be read: {error}") from error
    if batch != proof.batch or chunks != proof.chunk_count or proof.batch not in entry.refs:
        raise RowRefused("the header is of another batch")


def _root_of(proof: RowProof) -> bytes:
    """Follow a row to the root of its chunk. Raises: ProofRefused when a part has another length than its place asks."""
    index, count = proof.row_index, proof.row_count
    if not 0 <= index < count < merkle.SIZE_MAX:
        raise ProofRefused(f"a chunk of {count} rows has no row {index}")
    group, place = divmod(index, GROUP_ROWS)
    groups = (count + GROUP_ROWS - 1) // GROUP_ROWS
    ranges = merkle.inclusion_ranges(group, groups)
    members = min(GROUP_ROWS, count - group * GROUP_ROWS)
    if (len(proof.group), len(proof.row_path)) != (members, len(ranges)):
        raise ProofRefused("the path of the row has another length than its place asks")
    if any(len(digest) != merkle.DIGEST_BYTES for digest in (*proof.group, *proof.row_path)):
        raise ProofRefused("a hash of the path has another length")
    if proof.group[place] != text_leaf(proof.salt, proof.row.encode()):
        raise ProofRefused("the row is not the one at its place")
    digest = group_leaf(b"".join(proof.group))
    for (start, _), sibling in zip(ranges, proof.row_path, strict=True):
        digest = merkle.node_hash(sibling, digest) if start < group else merkle.node_hash(digest, sibling)
    return digest
