/** An exported log, recomputed from zero: every entry, every tile, every checkpoint, every receipt handed over. */

import { DIGEST_BYTES, equal, fromUtf8, sha256 } from "./bytes.js";
import { openCheckpoint, readCheckpoint, sameCheckpoint, type Checkpoint } from "./checkpoints.js";
import type { Container } from "./container.js";
import { EidTable } from "./eids.js";
import { readEntry } from "./entries.js";
import { logOf } from "./ids.js";
import { integer, parseJson, record, text, type Json } from "./json.js";
import { EMPTY_ROOT, GrowingTree, leafHash, nodeHash, perfectRoot } from "./merkle.js";
import { parseReceipt, verifyReceipt, type Receipt } from "./receipts.js";
import { NotDue, Refusal, refuse } from "./refusal.js";
import { Report, type Step } from "./report.js";
import { run } from "./single.js";
import { readBundle, tilesOf, WIDTH } from "./tiles.js";
import { covers, parseTrust, type Trust } from "./trust.js";

const CLOCK_TOLERANCE_US = 600_000_000;

/** What is handed to the auditor. receipts: null when none were given. nowUs: the auditor's own time. */
export interface Handed {
  readonly files: Container;
  readonly trust: Trust | null;
  readonly kept: readonly Buffer[];
  readonly receipts: readonly Json[] | null;
  readonly nowUs: bigint;
}

const STEPS_OF_LOG = ["files", "trust", "checkpoints", "entries", "tree", "history", "receipts"] as const;

/** Which further steps are owed, by what is pinned and handed over, and what is missing where one is not. */
function stepsAskedFor(handed: Handed): readonly (readonly [Step, boolean, string])[] {
  const trust = handed.trust;
  const hasSuper = trust !== null && (trust.superKeys.length > 0 || trust.quorum > 0 || trust.contracts.length > 0);
  return [
    ["witnesses", trust !== null && trust.quorum > 0, "no witness and quorum are pinned"],
    ["super", hasSuper, "no super key is pinned"],
    ["epochs", hasSuper, "no super key is pinned"],
    ["chain", trust !== null && trust.contracts.length > 0, "no contract is pinned"],
    ["erasures", false, "no openings were given"],
    ["artefacts", false, "no artefacts were given"],
    ["blocks", false, "the input is not a CAR"],
  ];
}

/** Run every step, in order, up to the first that does not pass. */
export function verifyBundle(handed: Handed): Report {
  const asked = stepsAskedFor(handed);
  const report = new Report(...STEPS_OF_LOG, ...asked.filter(([, owed]) => owed).map(([step]) => step));
  for (const [step, owed, reason] of asked) if (!owed) report.waive(step, reason);
  if (handed.trust === null) report.notRun("trust", "no pinned keys were given");
  if (handed.receipts === null) report.notRun("receipts", "no receipts were given");
  if (!run(report, "files", () => checkFiles(handed.files)) || handed.trust === null) return report;
  const audit = new Audit(handed, handed.trust);
  const checks: readonly (readonly [Step, () => string])[] = [
    ["trust", () => audit.checkTrust()],
    ["checkpoints", () => audit.checkCheckpoints()],
    ["entries", () => audit.checkEntries()],
    ["tree", () => audit.checkTree()],
    ["history", () => audit.checkHistory()],
  ];
  for (const [step, check] of checks) if (!run(report, step, check)) return report;
  const receipts = handed.receipts;
  if (receipts !== null) run(report, "receipts", () => audit.checkReceipts(receipts));
  return report;
}

/** Hold every file against the manifest, which names each other file with its SHA-256. */
function checkFiles(files: Container): string {
  const fields = record(parseJson(files.read("manifest.json")), ["v", "files"]);
  const listed = fields.get("files");
  if (integer(fields, "v") !== 1n || !(listed instanceof Map)) return refuse("the manifest is of another version");
  const names = files.names();
  for (const name of names) if (name !== "manifest.json" && !listed.has(name)) refuse(`${name} is not listed`);
  for (const name of listed.keys()) {
    if (!names.has(name) || name === "manifest.json") refuse(`${name} is missing`);
    if (sha256(files.read(name)).toString("hex") !== text(listed, name)) refuse(`${name} is not the file that was exported`);
  }
  return `${listed.size} files are as exported`;
}

class Audit {
  private readonly checkpoints: Checkpoint[] = [];
  private head: Checkpoint = { origin: "", size: 0n, root: EMPTY_ROOT };
  private size = 0;
  /** Level by level from the leaves: the hashes of each tile behind each other. */
  private readonly rows: Buffer[][] = [];
  private readonly eids = new EidTable();
  private readonly files: Container;

  constructor(private readonly handed: Handed, private readonly trust: Trust) {
    this.files = handed.files;
  }

  checkTrust(): string {
    const { logKeys, receiptKeys } = this.trust;
    const named = parseTrust(fromUtf8(this.files.read("keys.txt")));
    if (logKeys.length === 0 || receiptKeys.length === 0) refuse("a log key and a receipts key must both be pinned");
    if (!covers(this.trust, named)) refuse("the export names a key that is not pinned");
    return `${logKeys.length} log and ${receiptKeys.length} receipt keys are pinned`;
  }

  checkCheckpoints(): string {
    const keys = this.trust.logKeys;
    this.head = openCheckpoint(this.files.read("checkpoint"), keys);
    logOf(this.head.origin);
    let before: Checkpoint | undefined;
    for (const line of linesOf(this.files, "checkpoints/")) {
      const note = parseJson(line);
      if (typeof note !== "string") return refuse("a line of the checkpoints is not a text");
      const checkpoint = readCheckpoint(Buffer.from(note, "utf8"), keys);
      if (before !== undefined && checkpoint.size <= before.size) refuse(`the checkpoint of ${checkpoint.size} entries does not grow`);
      this.checkpoints.push(checkpoint);
      before = checkpoint;
    }
    if (before === undefined || !sameCheckpoint(before, this.head)) refuse("the newest checkpoint is not the last of the list");
    for (const note of this.handed.kept) this.checkpoints.push(readCheckpoint(note, keys));
    if (this.checkpoints.some((checkpoint) => checkpoint.origin !== this.head.origin)) refuse("a checkpoint is another log's");
    return `${this.checkpoints.length} signed checkpoints, ${this.handed.kept.length} of them kept by the auditor`;
  }

  checkEntries(): string {
    const log = logOf(this.head.origin);
    const leaves: Buffer[] = [];
    let latest: number | bigint = 0;
    if (this.head.size > 2n ** 40n) refuse("the log is larger than any that can be exported");
    const size = Number(this.head.size);
    for (const tile of tilesOf(size, "entries")) {
      const bundle = readBundle(this.files.read(tile.path));
      if (bundle.length !== tile.width) refuse(`${tile.path} does not hold ${tile.width} entries`);
      const hashes = Buffer.allocUnsafe(tile.width * DIGEST_BYTES);
      for (const [at, data] of bundle.entries()) {
        latest = this.checkEntry(data, tile.index * WIDTH + at, log, latest);
        hashes.set(leafHash(data), at * DIGEST_BYTES);
      }
      leaves.push(hashes);
    }
    this.size = size;
    this.rows.push(leaves);
    return `${size} entries are well formed, in this log, each once`;
  }

  /** Returns: the latest time that an entry up to this one has. */
  private checkEntry(data: Buffer, index: number, log: Buffer, latest: number | bigint): number | bigint {
    try {
      const entry = readEntry(data);
      if (!equal(entry.log, log)) refuse("it belongs to another log");
      const before = this.eids.add(entry.eid);
      if (before !== undefined) refuse(`entry ${before} has the same id`);
      if (isBefore(entry.ts, latest)) refuse("it is older than those before it, beyond what clocks explain");
      return entry.ts > latest ? entry.ts : latest;
    } catch (error) {
      if (error instanceof Refusal) refuse(`entry ${index}: ${error.message}`);
      throw error;
    }
  }

  checkTree(): string {
    const known = new Set<string>();
    for (const tile of tilesOf(this.size, "entries")) known.add(tile.path);
    for (let level = 0; ; level += 1) {
      const row = this.rows[level] ?? this.raise(level);
      for (const tile of tilesOf(this.size, level)) {
        known.add(tile.path);
        const hashes = row[tile.index];
        if (hashes === undefined || !equal(this.files.read(tile.path), hashes)) refuse(`${tile.path} is not what the entries lead to`);
      }
      if (row.length === 0) break;
    }
    for (const name of this.files.names()) {
      if (name.startsWith("tile/") && !known.has(name)) refuse(`${name} is not a tile of this tree`);
    }
    if (!equal(this.root(), this.head.root)) refuse("the entries do not lead to the root that was signed");
    return `${known.size} tiles and the root of ${this.size} entries are as recomputed`;
  }

  /** Hash the full tiles of the level below into the tiles of this one. */
  private raise(level: number): Buffer[] {
    const hashes: Buffer[] = [];
    for (const tile of this.rows[level - 1] ?? []) if (tile.length === WIDTH * DIGEST_BYTES) hashes.push(perfectRoot(tile));
    const row: Buffer[] = [];
    for (let at = 0; at < hashes.length; at += WIDTH) row.push(Buffer.concat(hashes.slice(at, at + WIDTH)));
    this.rows.push(row);
    return row;
  }

  /** The root, from the tiles: what no tile above holds is in the last tile of each level. */
  private root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (const row of this.rows) {
      let last = row.at(-1);
      if (last === undefined || last.length === WIDTH * DIGEST_BYTES) continue;
      while (last.length > 0) {
        const at: number = last.length - lowestBit(last.length);
        const part = perfectRoot(last.subarray(at));
        root = root === undefined ? part : nodeHash(part, root);
        last = last.subarray(0, at);
      }
    }
    return root ?? EMPTY_ROOT;
  }

  checkHistory(): string {
    const tree = new GrowingTree();
    const ordered = [...this.checkpoints].sort((left, right) => (left.size < right.size ? -1 : left.size > right.size ? 1 : 0));
    for (const checkpoint of ordered) {
      if (checkpoint.size > BigInt(this.size)) refuse(`a checkpoint of ${checkpoint.size} entries was signed: the log was cut`);
      while (BigInt(tree.size) < checkpoint.size) tree.append(this.leaf(tree.size));
      if (!equal(tree.root(), checkpoint.root)) refuse(`the log of ${checkpoint.size} entries had another root: history was rewritten`);
    }
    return `the log continues each of ${ordered.length} checkpoints`;
  }

  private leaf(index: number): Buffer {
    const tile = this.rows[0]?.[Math.floor(index / WIDTH)] ?? refuse(`there is no entry ${index}`);
    const start = (index % WIDTH) * DIGEST_BYTES;
    return tile.subarray(start, start + DIGEST_BYTES);
  }

  checkReceipts(documents: readonly Json[]): string {
    const receipts = documents.map(parseReceipt);
    if (receipts.length === 0) refuse("the file of receipts is empty");
    let waiting = 0;
    for (const receipt of receipts) {
      verifyReceipt(receipt, this.trust.receiptKeys);
      if (!this.isKept(receipt)) waiting += 1;
    }
    if (waiting > 0) throw new NotDue(`${waiting} receipts are not due yet and not in this export: take a newer one`);
    return `${receipts.length} receipts were kept`;
  }

  /** False while the promise need not be kept yet; refused when it was broken. */
  private isKept(receipt: Receipt): boolean {
    if (!equal(receipt.log, logOf(this.head.origin))) refuse(`the receipt of ${receipt.entryId} is for another log`);
    const index = this.eids.find(receipt.eid);
    if (index !== undefined) return equal(this.leaf(index), receipt.leaf) || refuse(`${receipt.entryId} was promised with another content`);
    if (receipt.dueUs < this.handed.nowUs) refuse(`${receipt.entryId} was promised and is not in the log: omitted`);
    return false;
  }
}

function isBefore(ts: number | bigint, latest: number | bigint): boolean {
  if (typeof ts === "number" && typeof latest === "number") return ts + CLOCK_TOLERANCE_US < latest;
  return BigInt(ts) + BigInt(CLOCK_TOLERANCE_US) < BigInt(latest);
}

function lowestBit(length: number): number {
  return length & -length;
}

/** The lines of the files under a folder that are numbered from 0, `000000.jsonl` and on, one after the other. */
function* linesOf(files: Container, folder: string): Generator<Buffer> {
  const names = [...files.names()].filter((name) => name.startsWith(folder)).sort();
  for (const [number, name] of names.entries()) {
    if (name !== `${folder}${String(number).padStart(6, "0")}.jsonl`) refuse(`the files of ${folder} are not numbered from 0 on`);
    yield* splitLines(files.read(name));
  }
}

/** A line ends with a newline; the last one may go without. */
export function* splitLines(data: Buffer): Generator<Buffer> {
  let at = 0;
  while (at < data.length) {
    const end = data.indexOf(0x0a, at);
    yield data.subarray(at, end < 0 ? data.length : end);
    at = end < 0 ? data.length : end + 1;
  }
}
