/**
 * Step ARTEFACTS: that the rules and models handed over are those which entries name. A ruleset is named by its SHA-256; a model by that of
 * its manifest behind a label, and the manifest lists the model's other files with theirs.
 */

import type { Audit } from "./audit.js";
import { Folder } from "./container.js";
import { sha256 } from "./bytes.js";
import { hexadecimal, parseJson, type Json } from "./json.js";
import { NotDue, Refusal, refuse, refusedAs, Unreadable } from "./refusal.js";

const LABEL = Buffer.from("countermark/version/1\0", "latin1");
const MANIFEST_BYTES_MAX = 1 << 20;

/** A file handed over. Digests as latin1 texts; listed: of other files, by name, where it is a manifest. */
export interface Artefact {
  readonly name: string;
  readonly digest: string;
  readonly labelled: string;
  readonly listed: ReadonlyMap<string, string>;
}

export function readArtefacts(place: string): Artefact[] {
  return refusedAs((reason) => new Unreadable(reason), () => {
    const folder = new Folder(place);
    return [...folder.names()].sort().map((name) => artefactOf(name, folder.read(name)));
  });
}

function artefactOf(name: string, data: Buffer): Artefact {
  return {
    name,
    digest: sha256(data).toString("latin1"),
    labelled: sha256(Buffer.concat([LABEL, data])).toString("latin1"),
    listed: listedIn(data),
  };
}

function listedIn(data: Buffer): Map<string, string> {
  if (data.length > MANIFEST_BYTES_MAX || data[0] !== 0x7b) return new Map();
  try {
    const manifest: Json = parseJson(data);
    const files = manifest instanceof Map ? manifest.get("files") : undefined;
    if (!(files instanceof Map)) return new Map();
    return new Map([...files.keys()].map((name) => [name, hexadecimal(files, name).toString("latin1")]));
  } catch (error) {
    if (error instanceof Refusal) return new Map();
    throw error;
  }
}

export function checkArtefacts(audit: Audit): string {
  const handed = audit.handed.artefacts ?? [];
  if (handed.length === 0) refuse("no file was handed over");
  const { named, deciding } = audit.log;
  const manifests = handed.filter((artefact) => named.has(artefact.labelled));
  const listed = new Set(manifests.flatMap((manifest) => [...manifest.listed.values()]));
  for (const { name, digest, labelled } of handed) {
    if (!named.has(digest) && !named.has(labelled) && !listed.has(digest)) refuse(`${name} is not what any entry names: replaced, or of another log`);
  }
  const there = new Set(handed.flatMap((artefact) => [artefact.digest, artefact.labelled]));
  for (const { kind, digest, index } of deciding.values()) {
    if (!there.has(digest.toString("latin1"))) {
      throw new NotDue(`entry ${index} was decided by the ${kind} ${digest.toString("hex")}, which was not handed over`);
    }
  }
  for (const manifest of manifests) {
    for (const [name, digest] of manifest.listed) {
      if (!there.has(digest)) throw new NotDue(`${manifest.name} lists ${name}, which was not handed over`);
    }
  }
  return `${handed.length} files are those that entries name; ${deciding.size} made the decisions`;
}
