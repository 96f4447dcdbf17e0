/** Steps WITNESSES, SUPER and EPOCHS: that everybody was shown the one log. Source: docs/decisions/0051. */

import type { Audit } from "./audit.js";
import { equal } from "./bytes.js";
import { cosignersOf, openCheckpoint, parseCheckpoint, readCheckpoint, type Checkpoint } from "./checkpoints.js";
import { readRecord, readSlot, type EpochRecord, type Slot } from "./epochs.js";
import { logOf } from "./ids.js";
import { splitLines } from "./lines.js";
import { CLOCK_TOLERANCE_US } from "./log.js";
import { EMPTY_ROOT, GrowingTree, leafHash, verifyInclusion } from "./merkle.js";
import { parseNote } from "./notes.js";
import { NotDue, refuse } from "./refusal.js";

const ORIGIN_END = "/ledger/super";
const TOLERANCE = BigInt(CLOCK_TOLERANCE_US);

/** Whether a checkpoint says in its first line that it is a super-log's. */
export function isOfSuperLog(note: Buffer): boolean {
  const end = note.indexOf(0x0a);
  return note.subarray(0, end < 0 ? note.length : end).toString("latin1").endsWith(ORIGIN_END);
}

/** Enough of the pinned witnesses cosigned the newest checkpoint of the super-log. A witness counts once, by name and by key. */
export function checkWitnesses(audit: Audit): string {
  const note = superNote(audit);
  const checkpoint = parseCheckpoint(parseNote(note).text);
  checkOrigin(audit, checkpoint);
  const signers = cosignersOf(note, audit.trust.witnessKeys);
  const names = new Set(signers.map((key) => key.name));
  const count = Math.min(names.size, new Set(signers.map((key) => key.publicKey.toString("hex"))).size);
  if (count < audit.trust.quorum) refuse(`${count} of the pinned witnesses cosigned, and ${audit.trust.quorum} are the quorum`);
  return `epoch ${checkpoint.size} was cosigned by ${[...names].sort().join(", ")}`;
}

/** The records lead to the newest checkpoint of the super-log and to each that the auditor kept; epochs count on and times grow. */
export function checkSuper(audit: Audit): string {
  const keys = audit.trust.superKeys;
  if (keys.length === 0) throw new NotDue("no super key is pinned");
  const head = openCheckpoint(superNote(audit), keys);
  checkOrigin(audit, head);
  const kept = audit.handed.kept.filter(isOfSuperLog).map((note) => readCheckpoint(note, keys).checkpoint);
  if (kept.some((checkpoint) => checkpoint.origin !== head.origin)) refuse("a kept checkpoint is another super-log's");
  const records = [...splitLines(audit.files.read("super/records.jsonl"))].map(readRecord);
  records.forEach((record, at) => checkRecord(record, at + 1, records[at - 1]));
  if (BigInt(records.length) !== head.size) refuse(`the super-log has ${head.size} records, and ${records.length} are here`);
  const roots = rootsOf(records);
  for (const checkpoint of [head, ...kept]) {
    const root = roots[Number(checkpoint.size)];
    if (root === undefined) return refuse(`a checkpoint of ${checkpoint.size} epochs was signed: the super-log was cut`);
    if (!equal(root, checkpoint.root)) refuse(`the super-log of ${checkpoint.size} epochs had another root: history was rewritten`);
  }
  audit.records = records;
  audit.superRoots = roots;
  return `${records.length} epochs, of which ${kept.length} checkpoints were kept by the auditor`;
}

function checkRecord(record: EpochRecord, number: number, before: EpochRecord | undefined): void {
  if (record.epoch !== BigInt(number)) refuse(`record ${number} says that it is of epoch ${record.epoch}`);
  if (before === undefined) return;
  if (record.ts <= before.ts) refuse(`epoch ${number} is not later than the one before`);
  if (record.slots < before.slots) refuse(`epoch ${number} has fewer slots than the one before`);
}

/** The super-log's root at each size, from that of the empty tree on. */
function rootsOf(records: readonly EpochRecord[]): Uint8Array[] {
  const tree = new GrowingTree();
  const roots: Uint8Array[] = [EMPTY_ROOT];
  for (const record of records) {
    tree.append(leafHash(record.data));
    roots.push(tree.root());
  }
  return roots;
}

/** In each epoch since it has its slot, this log stands there once, as it was. */
export function checkEpochs(audit: Audit): string {
  const records = audit.records;
  if (records === null) throw new NotDue("the super-log was not verified");
  const isThere = audit.files.names().has("super/slots.jsonl");
  const slots = isThere ? [...splitLines(audit.files.read("super/slots.jsonl"))].map(readSlot) : [];
  const [first] = slots;
  const last = slots.at(-1);
  if (first === undefined || last === undefined) {
    checkTimes(audit.log.times, records.at(-1) ?? null, null);
    throw new NotDue("the log has no slot yet: it is younger than the newest epoch");
  }
  const own = slots.map((slot, at) => recordOf(slot, at, first, records));
  const earlier = records[Number(first.epoch) - 2];
  if (earlier !== undefined && earlier.slots > first.index) refuse(`slot ${first.index} was there before epoch ${first.epoch}, and is left out`);
  const roots = audit.log.rootsAt(slots.map((slot) => slot.size));
  const log = logOf(audit.head.origin);
  let size = 0n;
  let before: EpochRecord | null = earlier ?? null;
  for (const [at, slot] of slots.entries()) {
    const record = own[at] as EpochRecord;
    if (!equal(slot.log, log)) refuse(`the slot of epoch ${slot.epoch} is another log's`);
    verifyInclusion(slot.index, record.slots, leafHash(slot.leaf), slot.path, record.root);
    if (slot.size < size) refuse(`the log shrank in epoch ${slot.epoch}`);
    if (!equal(slot.root, roots.get(slot.size) ?? EMPTY_ROOT)) refuse(`in epoch ${slot.epoch} the log had another root: two histories`);
    checkTimes(audit.log.times.subarray(Number(size), Number(slot.size)), before, record);
    size = slot.size;
    before = record;
    audit.slots.set(slot.epoch, slot);
  }
  checkTimes(audit.log.times.subarray(Number(size), audit.log.size), before, null);
  if (last.epoch !== BigInt(records.length)) {
    const told = `the log's slots end at epoch ${last.epoch}, and the newest is ${records.length}`;
    if (audit.handed.blocks === null) refuse(told);
    throw new NotDue(`${told}: a bundle that goes on is not made yet, or is missing`);
  }
  return `slot ${first.index} is this log's in epochs ${first.epoch} to ${last.epoch}`;
}

/** The record of a slot's epoch, which is the one after that of the slot before; its place is the one of all. */
function recordOf(slot: Slot, at: number, first: Slot, records: readonly EpochRecord[]): EpochRecord {
  if (slot.epoch !== first.epoch + BigInt(at)) refuse("the log's slot is not there for each epoch");
  if (slot.index !== first.index) refuse(`the log changed its slot in epoch ${slot.epoch}`);
  return records[Number(slot.epoch) - 1] ?? refuse(`there is no epoch ${slot.epoch}`);
}

/** Entries between two epochs state no time before the former or after the latter, beyond what clocks explain. */
function checkTimes(times: BigUint64Array, before: EpochRecord | null, after: EpochRecord | null): void {
  for (const ts of times) {
    if (before !== null && ts + TOLERANCE < before.ts) refuse(`an entry states a time before epoch ${before.epoch}, which does not hold it`);
    if (after !== null && ts > after.ts + TOLERANCE) refuse(`an entry states a time after epoch ${after.epoch}, which holds it already`);
  }
}

function superNote(audit: Audit): Buffer {
  if (!audit.files.names().has("super/checkpoint")) throw new NotDue("the export holds no epoch: it was made before the first, or without them");
  return audit.files.read("super/checkpoint");
}

/** The super-log is that of the installation which the log names. */
function checkOrigin(audit: Audit, checkpoint: Checkpoint): void {
  const own = audit.head.origin;
  const expected = own.slice(0, own.lastIndexOf("/ledger/")) + ORIGIN_END;
  if (checkpoint.origin !== expected) refuse(`${checkpoint.origin} is not ${expected}`);
}
