/** A log recomputed from its entries: their hashes, the hashes above, and what later steps ask of single entries. */

import { DIGEST_BYTES, equal } from "./bytes.js";
import { EidTable } from "./eids.js";
import { readEntry, type Entry } from "./entries.js";
import { EMPTY_ROOT, GrowingTree, leafHash, nodeHash, perfectRoot } from "./merkle.js";
import { Refusal, refuse } from "./refusal.js";
import { WIDTH } from "./tiles.js";

export const CLOCK_TOLERANCE_US = 600_000_000;
const TILE_BYTES = WIDTH * DIGEST_BYTES;

/** The first entry that names an artefact. */
export interface Naming {
  readonly kind: "model" | "rules";
  readonly digest: Buffer;
  readonly index: number;
}

export class RecomputedLog {
  size = 0;
  /** Level by level from the leaves: the hashes of each tile behind each other. */
  readonly rows: Buffer[][] = [[]];
  readonly eids = new EidTable();
  readonly times: BigUint64Array;
  /** SHA-256 of artefacts, as latin1 texts: every one that an entry names, and those that decided. */
  readonly named = new Set<string>();
  readonly deciding = new Map<string, Naming>();
  /** Of the entries asked about, by their ids as hex. */
  readonly commitments = new Map<string, readonly Buffer[]>();
  readonly erased = new Set<string>();
  /** Of entries of erasure that name a longer list: their id and its digest, as hex behind each other. */
  readonly erasedLists = new Set<string>();
  /** Entries that appoint keys of the log, oldest first. */
  readonly appointments: { readonly place: number; readonly entry: Entry }[] = [];
  private latest: number | bigint = 0;

  /** wanted: ids of entries that openings ask about. */
  constructor(private readonly log: Buffer, sizeMax: number, private readonly wanted: EidTable) {
    this.times = new BigUint64Array(sizeMax);
  }

  /** Add a tile of entries. Refused at the first that is no entry of this log, in time, and there once. */
  addTile(entries: readonly Buffer[]): void {
    const hashes = Buffer.allocUnsafe(entries.length * DIGEST_BYTES);
    for (const [at, data] of entries.entries()) {
      try {
        this.take(readEntry(data));
      } catch (error) {
        if (error instanceof Refusal) refuse(`entry ${this.size}: ${error.message}`);
        throw error;
      }
      hashes.set(leafHash(data), at * DIGEST_BYTES);
      this.size += 1;
    }
    this.rows[0]?.push(hashes);
  }

  private take(entry: Entry): void {
    if (!equal(entry.log, this.log)) refuse("it belongs to another log");
    const before = this.eids.add(entry.eid);
    if (before !== undefined) refuse(`entry ${before} has the same id`);
    if (isBefore(entry.ts, this.latest)) refuse("it is older than those before it, beyond what clocks explain");
    if (entry.ts > this.latest) this.latest = entry.ts;
    this.times[this.size] = BigInt(entry.ts);
    if (entry.typ === "ledger.key.v1") {
      this.appointments.push({ place: this.size, entry: { ...entry, model: copy(entry.model), rules: copy(entry.rules) } });
      return this.remember(entry);
    }
    if (entry.model !== null) this.name("model", entry.model, entry.typ);
    if (entry.rules !== null) this.name("rules", entry.rules, entry.typ);
    this.remember(entry);
  }

  /** Keep of an entry what was asked about it, or what it erases. */
  private remember(entry: Entry): void {
    if (entry.typ === "erasure.v1") for (const digest of entry.pc) this.erasedLists.add(entry.eid.toString("hex") + digest.toString("hex"));
    if (this.wanted.size === 0) return;
    if (this.wanted.find(entry.eid) !== undefined) this.commitments.set(entry.eid.toString("hex"), entry.pc);
    if (entry.typ !== "erasure.v1") return;
    for (const ref of entry.refs) if (this.wanted.find(ref) !== undefined) this.erased.add(ref.toString("hex"));
  }

  private name(kind: "model" | "rules", digest: Buffer, typ: string): void {
    const key = digest.toString("latin1");
    this.named.add(key);
    if (typ === "decision.v1" && !this.deciding.has(kind + key)) this.deciding.set(kind + key, { kind, digest: Buffer.from(digest), index: this.size });
  }

  /** The tiles of a level, each its hashes behind each other. */
  row(level: number): readonly Buffer[] {
    for (let above = this.rows.length; above <= level; above += 1) this.rows.push(raise(this.rows[above - 1] ?? []));
    return this.rows[level] ?? [];
  }

  leaf(index: number): Buffer {
    const tile = this.rows[0]?.[Math.floor(index / WIDTH)] ?? refuse(`there is no entry ${index}`);
    const start = (index % WIDTH) * DIGEST_BYTES;
    return tile.subarray(start, start + DIGEST_BYTES);
  }

  /** The root of the whole log, from the tiles: what no tile above holds is in the last, partial tile of each level. */
  root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (let level = 0; this.row(level).length > 0; level += 1) {
      let last = this.row(level).at(-1) ?? Buffer.alloc(0);
      if (last.length === TILE_BYTES) continue;
      while (last.length > 0) {
        const at = last.length - (last.length & -last.length);
        const part = perfectRoot(last.subarray(at));
        root = root === undefined ? part : nodeHash(part, root);
        last = last.subarray(0, at);
      }
    }
    return root ?? EMPTY_ROOT;
  }

  /** The root at each of some sizes, growing the tree anew leaf by leaf. Refused when the log is shorter. */
  rootsAt(sizes: readonly bigint[]): Map<bigint, Uint8Array> {
    const tree = new GrowingTree();
    const roots = new Map<bigint, Uint8Array>();
    for (const size of [...new Set(sizes)].sort((left, right) => (left < right ? -1 : 1))) {
      if (size > BigInt(this.size)) refuse(`a state of ${size} entries was signed: the log was cut`);
      while (BigInt(tree.size) < size) tree.append(this.leaf(tree.size));
      roots.set(size, tree.root());
    }
    return roots;
  }
}

/** Hash the full tiles of a level into the tiles of the next. */
function raise(below: readonly Buffer[]): Buffer[] {
  const hashes = below.filter((tile) => tile.length === TILE_BYTES).map(perfectRoot);
  const row: Buffer[] = [];
  for (let at = 0; at < hashes.length; at += WIDTH) row.push(Buffer.concat(hashes.slice(at, at + WIDTH)));
  return row;
}

function isBefore(ts: number | bigint, latest: number | bigint): boolean {
  if (typeof ts === "number" && typeof latest === "number") return ts + CLOCK_TOLERANCE_US < latest;
  return BigInt(ts) + BigInt(CLOCK_TOLERANCE_US) < BigInt(latest);
}

function copy(data: Buffer | null): Buffer | null {
  return data === null ? null : Buffer.from(data);
}
