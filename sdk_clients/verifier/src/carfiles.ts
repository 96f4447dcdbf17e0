/** What CARs of a log and of the epochs say together, presented as the files of an export, so that the steps which follow are the same. */

import { equal, fromUtf8, sha256 } from "./bytes.js";
import {
  Car, checkReached, inOrder, readFolder, readManifest, samePieces, toldBy, type EpochBundle, type LogBundle,
} from "./cars.js";
import { BLOCK_BYTES_MAX } from "./cbor.js";
import { parseCheckpoint } from "./checkpoints.js";
import type { Cid } from "./cids.js";
import type { Container } from "./container.js";
import { GrowingTree } from "./merkle.js";
import { NotDue, refuse } from "./refusal.js";
import { tilesOf, WIDTH } from "./tiles.js";

const CHECKPOINTS_IN_FILE = 4_096;
const HASH_BYTES = 32;

interface Held {
  readonly car: Car;
  readonly pieces: readonly Cid[];
}

export class CarFiles implements Container {
  private readonly cars: Car[] = [];
  private readonly logs: readonly LogBundle[];
  private readonly epochs: readonly EpochBundle[];
  private readonly held = new Map<string, Held>();
  private readonly texts = new Map<string, Buffer>();

  constructor(places: readonly string[]) {
    for (const place of places) this.cars.push(new Car(place));
    const logs = new Map<string, LogBundle>();
    const epochs = new Map<string, EpochBundle>();
    for (const car of this.cars) {
      const bundle = readManifest(car);
      if ("log" in bundle) logs.set(car.root.text, bundle.log);
      else epochs.set(car.root.text, bundle.epoch);
    }
    this.logs = inOrder(logs);
    this.epochs = inOrder(epochs);
    this.epochs.forEach((bundle, at) => {
      if (bundle.epoch !== at + 1) refuse("the public bundles leave out an epoch");
      checkEpoch(bundle);
    });
    const newest = this.logs.at(-1);
    if (newest !== undefined) this.takeLog(newest);
    if (this.epochs.length > 0) this.takeEpochs();
    if (newest !== undefined && this.epochs.length > 0) this.checkPublic();
    const listed = [...this.names()].map((name) => [name, sha256(this.read(name)).toString("hex")]);
    this.texts.set("manifest.json", Buffer.from(JSON.stringify({ v: 1, files: Object.fromEntries(listed) }), "utf8"));
  }

  names(): ReadonlySet<string> {
    return new Set([...this.held.keys(), ...this.texts.keys()]);
  }

  read(name: string): Buffer {
    const text = this.texts.get(name);
    if (text !== undefined) return text;
    const held = this.held.get(name) ?? refuse(`${name} is not there`);
    return Buffer.concat(held.pieces.map((piece) => held.car.read(piece)));
  }

  close(): void {}

  get summary(): string {
    const blocks = this.cars.reduce((count, car) => count + car.places.size, 0);
    return `${blocks} blocks of ${this.logs.length} bundles of the log and ${this.epochs.length} of epochs are what their CIDs say`;
  }

  /** Take the files of each bundle; parts of tiles that grew since are left out. */
  private takeLog(newest: LogBundle): void {
    let size = 0;
    const notes = new Set<string>();
    for (const bundle of this.logs) {
      const signed = bundle.checkpoint === "" ? 0n : sizeOf(bundle.checkpoint);
      if (!equal(bundle.log, newest.log)) refuse("the bundles are of two logs");
      if (bundle.start !== size || bundle.end < size || BigInt(bundle.end) !== signed) refuse(`the bundle of epoch ${bundle.epoch} does not go on from the one before`);
      size = bundle.end;
      for (const note of handoversOf(bundle)) notes.add(note);
      if (bundle.end > 0) notes.add(bundle.checkpoint);
      const first = bundle.slots[0]?.epoch ?? 0;
      const isWhole = bundle.slots.every((slot, at) => slot.epoch === first + at) && bundle.slots.length === bundle.epoch - first + 1;
      if (!isWhole) refuse(`the bundle of epoch ${bundle.epoch} leaves out the slot of an epoch`);
      for (const [path, pieces] of filesOf(bundle)) {
        const held = this.held.get(path);
        if (held !== undefined && !samePieces(held.pieces, pieces)) refuse(`two bundles differ about ${path}`);
        this.held.set(path, { car: bundle.car, pieces });
      }
    }
    this.keepOnlyTilesOf(newest.end);
    const listed = [...notes];
    for (let at = 0; at < listed.length; at += CHECKPOINTS_IN_FILE) {
      const name = `checkpoints/${String(at / CHECKPOINTS_IN_FILE).padStart(6, "0")}.jsonl`;
      this.setLines(name, listed.slice(at, at + CHECKPOINTS_IN_FILE).map((note) => JSON.stringify(note)));
    }
    this.texts.set("checkpoint", Buffer.from(newest.checkpoint, "utf8"));
    this.texts.set("keys.txt", Buffer.from(newest.keys, "utf8"));
  }

  private keepOnlyTilesOf(size: number): void {
    const bundles = [...this.held.keys()].filter((path) => path.startsWith("tile/entries/")).length;
    if (size > bundles * WIDTH) refuse(`the bundles do not hold ${size} entries`);
    const wanted = new Set<string>();
    for (const level of ["entries", 0, 1, 2, 3, 4, 5, 6, 7] as const) for (const tile of tilesOf(size, level)) wanted.add(tile.path);
    for (const path of [...this.held.keys()]) if (!wanted.has(path)) this.held.delete(path);
  }

  private takeEpochs(): void {
    const newest = this.epochs.filter((bundle) => sizeOf(bundle.checkpoint) <= BigInt(this.epochs.length)).at(-1);
    if (newest === undefined) throw new NotDue("the public bundles do not reach a checkpoint of the super-log");
    const size = Number(sizeOf(newest.checkpoint));
    this.texts.set("super/checkpoint", Buffer.from(newest.checkpoint, "utf8"));
    this.setLines("super/records.jsonl", this.epochs.slice(0, size).map((bundle) => JSON.stringify(bundle.record.toString("base64"))));
    const slots = this.logs.flatMap((bundle) => bundle.slots).filter((slot) => slot.epoch <= size);
    if (slots.length === 0) return;
    const lines = slots.map(({ epoch, index, leaf, path }) =>
      JSON.stringify({ epoch, index, leaf: leaf.toString("base64"), path: path.map((step) => step.toString("base64")) }));
    this.setLines("super/slots.jsonl", lines);
  }

  /** A log's bundle and the public one of its epoch tell one story. */
  private checkPublic(): void {
    for (const bundle of this.logs) {
      const told = this.epochs.find((each) => each.epoch === bundle.epoch);
      if (told === undefined) throw new NotDue(`the public bundle of epoch ${bundle.epoch} is not among these files`);
      const isNamed = bundle.public.text === told.car.root.text && equal(bundle.record, told.record) && bundle.superNote === told.checkpoint;
      if (!isNamed) refuse(`the public bundle of epoch ${bundle.epoch} is not the one that was named`);
    }
  }

  private setLines(name: string, lines: readonly string[]): void {
    this.texts.set(name, Buffer.from(lines.map((line) => `${line}\n`).join(""), "utf8"));
  }
}

/** The files of a bundle; nothing may be in its CAR that they do not reach. */
function filesOf(bundle: LogBundle): Map<string, readonly Cid[]> {
  const { car } = bundle;
  const reached = new Set([car.root, ...bundle.tiles, ...bundle.entries, ...bundle.handovers].map((cid) => cid.text));
  const files = new Map<string, readonly Cid[]>();
  for (const [folders, ofEntries] of [[bundle.tiles, false], [bundle.entries, true]] as const) {
    for (const [path, pieces] of folders.flatMap((cid) => [...readFolder(car.read(cid))])) {
      if (files.has(path) || path.startsWith("tile/entries/") !== ofEntries) refuse(`${path} has no place in that folder`);
      const isFull = pieces.slice(0, -1).every((piece) => car.places.get(piece.text)?.length === BLOCK_BYTES_MAX);
      if (!isFull) refuse(`${path} is cut into pieces that are not full`);
      files.set(path, pieces);
      for (const piece of pieces) reached.add(piece.text);
    }
  }
  checkReached(car, reached);
  return files;
}

/** The checkpoints between a bundle's sizes that handed the log over to another key. */
function handoversOf(bundle: LogBundle): string[] {
  const notes = bundle.handovers.map((cid) => fromUtf8(bundle.car.read(cid)));
  let before = BigInt(bundle.start);
  for (const size of notes.map(sizeOf)) {
    if (size <= before || size >= BigInt(bundle.end)) refuse(`the hand-overs in the bundle of epoch ${bundle.epoch} are not between its sizes`);
    before = size;
  }
  return notes;
}

/** Hash the slots of an epoch up to the root in its record. */
function checkEpoch(bundle: EpochBundle): void {
  checkReached(bundle.car, new Set([bundle.car.root, ...bundle.slots].map((cid) => cid.text)));
  const tree = new GrowingTree();
  for (const [at, cid] of bundle.slots.entries()) {
    const data = bundle.car.read(cid);
    const isLast = at === bundle.slots.length - 1;
    if (data.length === 0 || data.length % HASH_BYTES !== 0 || data.length > WIDTH * HASH_BYTES) refuse("a block of slots is not of hashes");
    if (!isLast && data.length < WIDTH * HASH_BYTES) refuse(`the slots of epoch ${bundle.epoch} are cut in another way`);
    for (let place = 0; place < data.length; place += HASH_BYTES) tree.append(data.subarray(place, place + HASH_BYTES));
  }
  const told = toldBy(bundle.record);
  const isLedTo = told.epoch === bundle.epoch && told.slots === tree.size && Buffer.isBuffer(told.root) && equal(told.root, tree.root());
  if (!isLedTo) refuse(`the slots of epoch ${bundle.epoch} do not lead to its record`);
  if (sizeOf(bundle.checkpoint) < BigInt(bundle.epoch)) refuse(`the checkpoint of epoch ${bundle.epoch} does not cover it`);
}

/** The size in a checkpoint whose signature is checked later. */
function sizeOf(note: string): bigint {
  const gap = note.indexOf("\n\n");
  return parseCheckpoint(`${gap < 0 ? note : note.slice(0, gap)}\n`).size;
}
