/**
 * Rows of a batch: that a line of a file of results is under the root to which the batch's entry commits.
 *
 * A row's hash is the RFC 6962 leaf hash of salt and text. 64 of them behind each other are a leaf of the chunk's tree. The batch's tree has
 * the header as its leaf 0, then for each chunk a leaf of its root and its count of rows, eight bytes, big-endian.
 */

import { DIGEST_BYTES, equal } from "./bytes.js";
import type { Entry } from "./entries.js";
import { parseId } from "./ids.js";
import { integer, octets, octetsList, parseJson, record, text, type Json } from "./json.js";
import { leafHash, rootOfInclusion, verifyInclusion } from "./merkle.js";
import { refuse } from "./refusal.js";

const FIELDS = [
  "batch_id", "entry_id", "salt", "header", "header_path", "row", "row_index", "row_count", "group", "row_path", "chunk_index",
  "chunk_count", "chunk_path",
] as const;
const GROUP_ROWS = 64n;
const PATH_MAX = 63;
const SALT_BYTES = 16;

/** Accept only a row, a header and an entry that belong together. line: the row as it stands in a file, to be compared. Returns: its place. */
export function verifyRow(document: Json, entry: Entry, line: string | null): string {
  const fields = record(document, FIELDS);
  const batch = parseId("bat", text(fields, "batch_id"));
  const eid = parseId("ent", text(fields, "entry_id"));
  const salt = octets(fields, "salt");
  const row = text(fields, "row");
  const header = text(fields, "header");
  const chunkIndex = integer(fields, "chunk_index");
  const chunkCount = integer(fields, "chunk_count");
  const commitment = entry.pc[0];
  if (salt.length !== SALT_BYTES) refuse(`the salt is not ${SALT_BYTES} bytes`);
  if (entry.typ !== "batch.v1" || !equal(entry.eid, eid) || commitment === undefined || entry.pc.length !== 1) {
    return refuse("the entry is not that of the batch");
  }
  if (line !== null && line !== row) refuse("the row is not the one in the file");
  checkHeader(header, batch, chunkCount, entry);
  const rowCount = integer(fields, "row_count");
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(rowCount);
  const rowIndex = integer(fields, "row_index");
  const root = chunkRoot({
    leaf: leafHash(Buffer.concat([salt, Buffer.from(row, "utf8")])),
    index: rowIndex,
    count: rowCount,
    group: octetsList(fields, "group", Number(GROUP_ROWS)),
    path: octetsList(fields, "row_path", PATH_MAX),
  });
  const chunk = leafHash(Buffer.concat([root, count]));
  verifyInclusion(chunkIndex + 1n, chunkCount + 1n, chunk, octetsList(fields, "chunk_path", PATH_MAX), commitment);
  const top = leafHash(Buffer.concat([salt, Buffer.from(header, "utf8")]));
  verifyInclusion(0n, chunkCount + 1n, top, octetsList(fields, "header_path", PATH_MAX), commitment);
  return `row ${rowIndex + 1n} of chunk ${chunkIndex + 1n}: ${row}`;
}

function checkHeader(header: string, batch: Buffer, chunks: bigint, entry: Entry): void {
  const said = parseJson(header);
  if (!(said instanceof Map)) return refuse("the header is not a record");
  if (!equal(parseId("bat", text(said, "batch")), batch) || integer(said, "chunks") !== chunks) refuse("the header is of another batch");
  if (!entry.refs.some((ref) => equal(ref, batch))) refuse("the entry speaks of another batch");
}

interface Place {
  readonly leaf: Buffer;
  readonly index: bigint;
  readonly count: bigint;
  readonly group: readonly Buffer[];
  readonly path: readonly Buffer[];
}

function chunkRoot(place: Place): Uint8Array {
  if (place.index >= place.count) refuse(`a chunk of ${place.count} rows has no row ${place.index}`);
  const group = place.index / GROUP_ROWS;
  const first = group * GROUP_ROWS;
  const members = place.count - first < GROUP_ROWS ? place.count - first : GROUP_ROWS;
  if (BigInt(place.group.length) !== members) refuse("the group of the row has another length");
  if (place.group.some((digest) => digest.length !== DIGEST_BYTES)) refuse("a hash is not 32 bytes long");
  const listed = place.group[Number(place.index - first)];
  if (listed === undefined || !equal(listed, place.leaf)) refuse("the row is not the one at its place");
  const groups = (place.count + GROUP_ROWS - 1n) / GROUP_ROWS;
  return rootOfInclusion(group, groups, leafHash(Buffer.concat(place.group)), place.path);
}
