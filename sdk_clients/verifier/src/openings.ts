/** Openings: the bytes that an entry committed to, with the key of that one entry. Source: docs/decisions/0007. */

import { equal, hmacSha256 } from "./bytes.js";
import type { Entry } from "./entries.js";
import { parseId } from "./ids.js";
import { octets, record, text, type Json } from "./json.js";
import { refuse } from "./refusal.js";

const LABEL = Buffer.from("ledger/pc/v1\0", "latin1");
const KEY_BYTES = 32;

/** Accept only a payload that this entry committed to. document: {entry_id, payload, commitment_key}, bytes in base64. */
export function verifyOpening(document: Json, entry: Entry): void {
  const fields = record(document, ["entry_id", "payload", "commitment_key"]);
  const eid = parseId("ent", text(fields, "entry_id"));
  const payload = octets(fields, "payload");
  const key = octets(fields, "commitment_key");
  if (!equal(eid, entry.eid)) refuse("the opening is of another entry");
  if (key.length !== KEY_BYTES) refuse(`the key is not ${KEY_BYTES} bytes`);
  const opened = hmacSha256(key, Buffer.concat([LABEL, payload]));
  if (!entry.pc.some((commitment) => equal(commitment, opened))) refuse("the payload is not what the entry committed to");
}
