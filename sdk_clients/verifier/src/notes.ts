/** Signed notes and the keys that sign them. Source: C2SP signed-note v1. */

import { equal, fromBase64, fromUtf8, sha256 } from "./bytes.js";
import { refuse } from "./refusal.js";
import { KEY_BYTES, verifyNote } from "./signatures.js";

const NOTE_BYTES_MAX = 65_536;
const SIGNATURES_MAX = 64;
const KEY_ID_BYTES = 4;
const DASH = "\u2014 ";

/** A public key with its name. `text`: as published. `id`: the four bytes by which signatures refer to it. `kind`: of its signatures. */
export interface VerifierKey {
  readonly text: string;
  readonly name: string;
  readonly kind: number;
  readonly id: Buffer;
  readonly publicKey: Buffer;
}

/** Read `name+id+key`, as keys are published. */
export function parseKey(text: string): VerifierKey {
  const match = /^([^+]*)\+([^+]*)\+([^]*)$/.exec(text);
  if (match === null) return refuse("this is not a verifier key (name+id+key)");
  const [, name = "", listed, encoded = ""] = match;
  const typed = fromBase64(encoded);
  const kind = typed[0] ?? 0;
  if (!isName(name) || typed.length - 1 !== KEY_BYTES.get(kind)) refuse("this is not a verifier key (name+id+key) of a known kind");
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`, "utf8"), typed])).subarray(0, KEY_ID_BYTES);
  if (listed !== id.toString("hex")) refuse("the id of this verifier key does not belong to it");
  return { text, name, kind, id, publicKey: typed.subarray(1) };
}

export function sameKey(left: VerifierKey, right: VerifierKey): boolean {
  return left.name === right.name && left.kind === right.kind && equal(left.publicKey, right.publicKey);
}

export interface SignatureLine {
  readonly name: string;
  readonly id: Buffer;
  readonly signature: Buffer;
}

/** A note taken apart, nothing checked yet. `text` ends with a newline and is what is signed. */
export interface Note {
  readonly text: string;
  readonly lines: readonly SignatureLine[];
}

export function parseNote(data: Buffer): Note {
  if (data.length > NOTE_BYTES_MAX) refuse("the note is too long");
  const whole = fromUtf8(data);
  if (/[\u0000-\u0009\u000b-\u001f]/.test(whole)) refuse("the note holds a control character");
  const gap = whole.lastIndexOf("\n\n");
  if (gap < 0 || !whole.endsWith("\n")) refuse("the note has no block of signatures");
  const lines = whole.slice(gap + 2, -1).split("\n");
  if (gap + 2 >= whole.length || lines.length > SIGNATURES_MAX) refuse("the note has no block of signatures, or too long a one");
  return { text: whole.slice(0, gap + 1), lines: lines.map(parseLine) };
}

function parseLine(line: string): SignatureLine {
  const [dash, name = "", encoded = ""] = line.split(" ");
  if (`${dash} ` !== DASH || !isName(name) || line !== `${DASH}${name} ${encoded}`) refuse("a signature line is malformed");
  const data = fromBase64(encoded);
  if (data.length <= KEY_ID_BYTES) refuse("a signature line is malformed");
  return { name, id: data.subarray(0, KEY_ID_BYTES), signature: data.subarray(KEY_ID_BYTES) };
}

/**
 * Return which of `keys` signed a note, maybe none. Lines of unknown keys are passed over, as the specification asks; a wrong signature of a
 * known key, or a second one, is a refusal.
 */
export function signersOf(note: Note, keys: readonly VerifierKey[]): VerifierKey[] {
  const signers: VerifierKey[] = [];
  for (const line of note.lines) {
    const key = keys.find((known) => known.name === line.name && equal(known.id, line.id));
    if (key === undefined) continue;
    if (signers.includes(key)) refuse(`${key.name} signed twice`);
    if (!verifyNote(key.kind, key.name, key.publicKey, note.text, line.signature)) refuse(`the signature of ${key.name} is wrong`);
    signers.push(key);
  }
  return signers;
}

/** A name of a key: not empty, no white space, no plus sign. */
export function isName(name: string): boolean {
  return name !== "" && !/[\p{White_Space}\u001c-\u001f+]/u.test(name);
}
