/**
 * The history of a log's keys, rebuilt from the log itself: who knows one key of it learns the next, and the ones before.
 * Source: docs/decisions/0062.
 */

import type { Audit } from "./audit.js";
import { equal, sha256 } from "./bytes.js";
import type { SignedCheckpoint } from "./checkpoints.js";
import type { Entry } from "./entries.js";
import { sameKey, type VerifierKey } from "./notes.js";
import { refuse } from "./refusal.js";
import { ED25519, ML_DSA_44 } from "./signatures.js";

const KINDS = [[ED25519, "ed25519"], [ML_DSA_44, "ml_dsa_44"]] as const;

/** A key, and from which size on it signs: above the place of the entry that appoints it, from -1 for the first. */
interface Reign {
  readonly after: number;
  readonly key: VerifierKey;
}

type Appointment = Audit["log"]["appointments"][number];

/** Follow the log from a key that is pinned to all that signed. */
export function checkKeys(audit: Audit): string {
  const { appointments } = audit.log;
  for (const { place, entry } of appointments) {
    if (!KINDS.some(([, code]) => code === entry.out) || entry.rules === null) refuse(`entry ${place} appoints a key, and does not say which`);
  }
  const named = audit.namedKeys.filter((key) => key.name === audit.head.origin);
  const all: Reign[] = [];
  for (const [kind, code] of KINDS) {
    const line = reignsOf(
      named.filter((key) => key.kind === kind),
      appointments.filter(({ entry }) => entry.out === code),
      kind === ED25519,
    );
    checkReigns(line, kind, audit.published);
    all.push(...line);
  }
  const isPinned = (key: VerifierKey): boolean => audit.trust.logKeys.some((pinned) => sameKey(pinned, key));
  if (!audit.published.some(({ signers }) => signers.some(isPinned))) refuse("no checkpoint was signed by a key that is pinned");
  const found = all.filter(({ key }) => !isPinned(key)).map(({ key }) => key.text);
  return found.length === 0 ? `each signed by the key of its time, of ${all.length}` : `the log itself appoints keys that are not pinned: ${found.join(", ")}`;
}

/** Put keys of one kind into the order in which the log appointed them: every key has its place, and every appointment its key. */
function reignsOf(keys: readonly VerifierKey[], appointments: readonly Appointment[], hasFirst: boolean): Reign[] {
  const digestOf = (key: VerifierKey): Buffer => sha256(Buffer.from(key.text, "utf8"));
  const appoints = (entry: Entry, key: VerifierKey): boolean => entry.rules !== null && equal(entry.rules, digestOf(key));
  const rest = keys.filter((key, at) => keys.findIndex((other) => sameKey(other, key)) === at && !appointments.some(({ entry }) => appoints(entry, key)));
  if (rest.length > (hasFirst ? 1 : 0)) refuse("the export names a key that the log never appointed");
  const line: Reign[] = rest.map((key) => ({ after: -1, key }));
  for (const { place, entry } of appointments) {
    const key = keys.find((each) => appoints(entry, each)) ?? refuse(`entry ${place} appoints a key that the export does not name`);
    const before = line.at(-1);
    const isNext = before === undefined ? entry.model === null : entry.model !== null && equal(entry.model, digestOf(before.key));
    if (!isNext) refuse(`entry ${place} replaces another key than the one that signed before it`);
    line.push({ after: place, key });
  }
  return line;
}

/** Hold every checkpoint to the key of its time; the one that hands over bears the old key's signature too. */
function checkReigns(line: readonly Reign[], kind: number, published: readonly SignedCheckpoint[]): void {
  let before = line.find(({ after }) => after < 0)?.key;
  for (const { checkpoint, signers } of published) {
    const now = line.filter(({ after }) => BigInt(after) < checkpoint.size).at(-1)?.key;
    const isOwed = kind === ED25519 || signers.some((key) => key.kind === kind);
    for (const key of isOwed ? [now, before] : []) {
      if (key !== undefined && !signers.some((signer) => sameKey(signer, key))) {
        refuse(`the checkpoint of ${checkpoint.size} entries lacks the signature of ${key.text}, which the log had appointed`);
      }
    }
    before = now;
  }
}
