/** Step ERASURES: each entry asked about is opened, or an entry `erasure.v1` of the log names it. Source: docs/decisions/0060. */

import type { Audit } from "./audit.js";
import { sha256 } from "./bytes.js";
import { EidTable } from "./eids.js";
import { parseId } from "./ids.js";
import { parseJson, record, text, type Json } from "./json.js";
import { splitLines } from "./lines.js";
import { parseOpening, verifyOpening } from "./openings.js";
import { Refusal, refuse } from "./refusal.js";

const LIST_LABEL = Buffer.from("ledger/erasure/v1\0", "latin1");

/** The ids that openings name, as far as they can be read: the step says what cannot. */
export function idsAsked(openings: readonly Json[]): EidTable {
  const asked = new EidTable();
  for (const document of openings) {
    const named = document instanceof Map ? document.get("entry_id") : undefined;
    if (typeof named !== "string") continue;
    try {
      asked.add(parseId("ent", named));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return asked;
}

export function checkErasures(audit: Audit): string {
  const asked = audit.handed.openings ?? [];
  if (asked.length === 0) refuse("the file of openings is empty");
  const named = new Set([...audit.log.erased, ...idsListed(audit)]);
  let erased = 0;
  for (const document of asked) {
    if (document instanceof Map && document.has("erased")) {
      checkErased(audit, document, named);
      erased += 1;
    } else {
      checkOpening(audit, document);
    }
  }
  return `${asked.length - erased} payloads are what entries committed to; ${erased} were erased, and the log says so`;
}

function checkOpening(audit: Audit, document: Json): void {
  const opening = parseOpening(document);
  const commitments = audit.log.commitments.get(opening.eid.toString("hex"));
  if (commitments === undefined) return refuse("an entry is opened and is not in the log");
  verifyOpening(opening, commitments);
}

function checkErased(audit: Audit, document: Json, named: ReadonlySet<string>): void {
  const fields = record(document, ["entry_id", "erased"]);
  const name = text(fields, "entry_id");
  const eid = parseId("ent", name).toString("hex");
  if (fields.get("erased") !== true) refuse(`${name} is neither opened nor said to be erased`);
  if (!audit.log.commitments.has(eid)) refuse(`${name} is said to be erased and is not in the log`);
  if (!named.has(eid)) refuse(`${name} is said to be erased, and no entry of the log says so`);
}

/** The ids in longer lists that the export carries: each is one whose digest an entry of erasure commits to. */
function* idsListed(audit: Audit): Generator<string> {
  if (!audit.files.names().has("erasures.jsonl")) return;
  for (const line of splitLines(audit.files.read("erasures.jsonl"))) {
    const fields = record(parseJson(line), ["eid", "entries"]);
    const listed = fields.get("entries");
    if (!Array.isArray(listed)) return refuse("a list of erased entries is none");
    const ids = listed.map((each) => (typeof each === "string" ? parseId("ent", each) : refuse("a list of erased entries is none")));
    const digest = sha256(Buffer.concat([LIST_LABEL, ...ids])).toString("hex");
    const erasure = parseId("ent", text(fields, "eid")).toString("hex");
    if (!audit.log.erasedLists.has(erasure + digest)) refuse("a list of erased entries is not the one that an erasure commits to");
    for (const id of ids) yield id.toString("hex");
  }
}
