/**
 * A log read from its bundles: the same files as an export's, found by CID in CARs (CARv1). Sources: docs/decisions/0058, the IPLD
 * specification of content addressable archives. Every block is held against its CID when its file is opened.
 */

import * as fs from "node:fs";
import { decodeBlock, decodeCbor, type Cbor, BLOCK_BYTES_MAX } from "./cbor.js";
import { DAG_CBOR, isCid, matches, parseCid, RAW, readCid, readVarint, SHA2_256, type Cid } from "./cids.js";
import { equal } from "./bytes.js";
import { requirePlain } from "./container.js";
import { INTEGER_MAX } from "./json.js";
import { NotDue, refuse, Unreadable } from "./refusal.js";

const CID_BYTES = 36;
const HEADER_BYTES_MAX = 256;
const SLOTS_MAX = 144;
const LOG_FIELDS = [
  "v", "typ", "log", "epoch", "from", "to", "keys", "checkpoint", "tiles", "entries", "slots", "record", "super", "chain", "public", "prev",
];
const EPOCH_FIELDS = ["v", "typ", "epoch", "record", "slots", "checkpoint", "keys", "chain", "prev"];

type Fields = ReadonlyMap<string, Cbor>;

/** A file whose blocks all are what their CIDs say. */
export class Car {
  readonly places = new Map<string, { readonly offset: number; readonly length: number }>();
  readonly root: Cid;

  /** The file is open only while it is read: an auditor may have more CARs than a process may open. */
  constructor(private readonly place: string) {
    requirePlain(place);
    this.root = this.opened((file) => this.takeAll(file));
  }

  private opened<T>(read: (file: number) => T): T {
    let file: number;
    try {
      file = fs.openSync(this.place, "r");
    } catch (error) {
      throw new Unreadable(`${this.place} cannot be opened: ${String(error)}`);
    }
    try {
      return read(file);
    } finally {
      fs.closeSync(file);
    }
  }

  /** Read the file from end to end. Returns: its root. */
  private takeAll(file: number): Cid {
    const [length, start] = lengthAt(file, 0) ?? [0, 0];
    if (length > HEADER_BYTES_MAX) refuse("this is not a CAR of version 1");
    const root = rootOf(decodeBlock(bytesAt(file, start, length)));
    for (let at = start + length; ; ) {
      const section = lengthAt(file, at);
      if (section === null) break;
      const [size, from] = section;
      if (size > BLOCK_BYTES_MAX + CID_BYTES) refuse(`a block is above the limit of ${BLOCK_BYTES_MAX} bytes`);
      this.take(bytesAt(file, from, size), from, root);
      at = from + size;
    }
    if (!this.places.has(root.text)) refuse("the root is not among the blocks");
    return root;
  }

  /** Read a block, checked again: the file may have changed since. */
  read(cid: Cid): Buffer {
    const place = this.places.get(cid.text) ?? refuse(`the block ${cid.text} is not there`);
    const data = this.opened((file) => bytesAt(file, place.offset, place.length));
    return matches(cid, data) ? data : refuse(`the block ${cid.text} is not what its CID says`);
  }

  private take(section: Buffer, at: number, root: Cid): void {
    const [cid, start] = readCid(section, 0);
    const data = section.subarray(start);
    if (cid.version !== 1 || (cid.codec !== RAW && cid.codec !== DAG_CBOR) || cid.hashing !== SHA2_256) refuse(`a block is named ${cid.text}, which has no place here`);
    if (data.length > BLOCK_BYTES_MAX) refuse(`a block is above the limit of ${BLOCK_BYTES_MAX} bytes`);
    if (this.places.has(cid.text)) refuse(`the block ${cid.text} is there twice`);
    if (this.places.size === 0 && cid.text !== root.text) refuse("the first block is not the root");
    if (!matches(cid, data)) refuse(`the block ${cid.text} is not what its CID says`);
    this.places.set(cid.text, { offset: at + start, length: data.length });
  }
}

/** Read the length of the section at `at`. Returns: it, and where the section begins; null at the end of the file. */
function lengthAt(file: number, at: number): [number, number] | null {
  const head = Buffer.alloc(9);
  const read = fs.readSync(file, head, 0, head.length, at);
  if (read === 0) return null;
  const [length, end] = readVarint(head.subarray(0, read), 0);
  return length > 0 ? [length, at + end] : refuse("an empty section has no place here");
}

function bytesAt(file: number, at: number, length: number): Buffer {
  const data = Buffer.alloc(length);
  const read = length === 0 ? 0 : fs.readSync(file, data, 0, length, at);
  return read === length ? data : refuse("the last block is cut off");
}

function rootOf(header: Cbor): Cid {
  if (!(header instanceof Map) || header.size !== 2 || header.get("version") !== 1) return refuse("this is not a CAR of version 1");
  const roots = header.get("roots");
  const [root] = Array.isArray(roots) && roots.length === 1 ? roots : [];
  return isCid(root) ? root : refuse("a CAR of a bundle has one root");
}

export interface SlotProof {
  readonly epoch: number;
  readonly index: number;
  readonly leaf: Buffer;
  readonly path: readonly Buffer[];
}

/** What is new of one log in one epoch. start, end: sizes of the log. handovers: blocks of checkpoints between them that handed the log to another key. */
export interface LogBundle {
  readonly car: Car;
  readonly log: Buffer;
  readonly epoch: number;
  readonly start: number;
  readonly end: number;
  readonly keys: string;
  readonly checkpoint: string;
  readonly tiles: readonly Cid[];
  readonly entries: readonly Cid[];
  readonly slots: readonly SlotProof[];
  readonly record: Buffer;
  readonly superNote: string;
  readonly public: Cid;
  readonly prev: string | null;
  readonly handovers: readonly Cid[];
}

/** What is public of one epoch. slots: blocks of hashes. */
export interface EpochBundle {
  readonly car: Car;
  readonly epoch: number;
  readonly record: Buffer;
  readonly slots: readonly Cid[];
  readonly checkpoint: string;
  readonly prev: string | null;
}

/** Read the root of a CAR. */
export function readManifest(car: Car): { log: LogBundle } | { epoch: EpochBundle } {
  const fields = decodeBlock(car.read(car.root));
  if (!(fields instanceof Map) || fields.get("v") !== 1) return refuse("the root is not the manifest of a bundle");
  const has = (names: readonly string[]): boolean => fields.size === names.length && names.every((name) => fields.has(name));
  checkContract(fields.get("chain"));
  const shared = { car, epoch: whole(fields, "epoch"), record: bytes(fields, "record"), checkpoint: words(fields, "checkpoint"), prev: prevOf(fields) };
  if (fields.get("typ") === "epoch.bundle.v1" && has(EPOCH_FIELDS)) {
    words(fields, "keys");
    return { epoch: { ...shared, slots: links(fields, "slots") } };
  }
  const handovers = fields.has("handovers") ? links(fields, "handovers") : null;
  if (fields.get("typ") !== "log.bundle.v1" || !has(handovers === null ? LOG_FIELDS : [...LOG_FIELDS, "handovers"]) || handovers?.length === 0) return refuse("the root is not the manifest of a bundle");
  const log = bytes(fields, "log");
  const slots = fields.get("slots");
  if (log.length !== 16 || !Array.isArray(slots) || slots.length === 0 || slots.length > SLOTS_MAX) return refuse("the manifest's log or slots are not as they must be");
  return {
    log: {
      ...shared, log, slots: slots.map(slotOf), start: whole(fields, "from"), end: whole(fields, "to"), keys: words(fields, "keys"),
      tiles: links(fields, "tiles"), entries: links(fields, "entries"), superNote: words(fields, "super"), public: parseCid(words(fields, "public")),
      handovers: handovers ?? [],
    },
  };
}

/** Read a folder: paths, each with the pieces of its file. */
export function readFolder(data: Buffer): Map<string, readonly Cid[]> {
  const fields = decodeBlock(data);
  if (!(fields instanceof Map) || fields.size === 0 || fields.size > 4_096) return refuse("this is not a folder of files");
  const folder = new Map([...fields.keys()].map((path) => [path, links(fields, path)] as const));
  for (const [path, pieces] of folder) if (pieces.length === 0) refuse(`${path} has no piece`);
  return folder;
}

/** Read the record of an epoch in a bundle. Returns: its epoch, count of slots and root, whatever they are. */
export function toldBy(record: Buffer): { epoch: Cbor | undefined; slots: Cbor | undefined; root: Cbor | undefined } {
  const fields = decodeCbor(record);
  if (!(fields instanceof Map)) return refuse("the record of an epoch has no fields");
  return { epoch: fields.get("epoch"), slots: fields.get("slots"), root: fields.get("root") };
}

/** The bundle before, which is named in text: the CID of its root. */
function prevOf(fields: Fields): string | null {
  return fields.get("prev") === null ? null : parseCid(words(fields, "prev")).text;
}

function slotOf(value: Cbor): SlotProof {
  if (!(value instanceof Map) || value.size !== 4) return refuse("a slot has other fields");
  const path = value.get("path");
  if (!Array.isArray(path) || !path.every((step) => Buffer.isBuffer(step))) return refuse("the path of a slot is not a list of hashes");
  return { epoch: whole(value, "epoch"), index: whole(value, "index"), leaf: bytes(value, "leaf"), path: path as Buffer[] };
}

function checkContract(value: Cbor | undefined): void {
  if (value === null) return;
  if (!(value instanceof Map) || value.size !== 2) return refuse("chain has other fields");
  whole(value, "id");
  words(value, "contract");
}

function words(fields: Fields, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value : refuse(`${name} is not a text`);
}

function bytes(fields: Fields, name: string): Buffer {
  const value = fields.get(name);
  return Buffer.isBuffer(value) ? value : refuse(`${name} is not bytes`);
}

function whole(fields: Fields, name: string): number {
  const value = fields.get(name);
  const isThere = (typeof value === "number" || typeof value === "bigint") && value >= 0 && value <= INTEGER_MAX;
  return isThere ? Number(value) : refuse(`${name} is not a number in range`);
}

function links(fields: Fields, name: string): Cid[] {
  const values = fields.get(name);
  if (!Array.isArray(values)) return refuse(`${name} is not a list of links`);
  return values.map((value) => (isCid(value) ? value : refuse(`${name} is not a list of links`)));
}

/** Put bundles in order, each the one before the next; the oldest first. */
export function inOrder<B extends LogBundle | EpochBundle>(bundles: ReadonlyMap<string, B>): B[] {
  const order: B[] = [];
  let root: string | null = null;
  for (const [name, bundle] of bundles) if (root === null || bundle.epoch > (bundles.get(root)?.epoch ?? -1)) root = name;
  while (root !== null) {
    const bundle = bundles.get(root);
    const after = order.at(-1);
    if (bundle === undefined) throw new NotDue(`the bundle ${root}, before that of epoch ${after?.epoch}, is missing`);
    if (after !== undefined && bundle.epoch >= after.epoch) refuse("epochs do not grow");
    order.push(bundle);
    root = bundle.prev;
  }
  if (order.length !== bundles.size) refuse("a bundle is not of this chain");
  return order.reverse();
}

/** Nothing may be in a CAR that its manifest does not reach, and all that it reaches is there. */
export function checkReached(car: Car, reached: ReadonlySet<string>): void {
  for (const name of reached) if (!car.places.has(name)) refuse(`the block ${name} is missing`);
  for (const name of car.places.keys()) if (!reached.has(name)) refuse(`the block ${name} is not named by the manifest`);
}

export function samePieces(left: readonly Cid[], right: readonly Cid[]): boolean {
  return left.length === right.length && left.every((cid, at) => equal(cid.digest, right[at]?.digest ?? Buffer.alloc(0)) && cid.text === right[at]?.text);
}
