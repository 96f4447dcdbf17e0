/** Openings: the bytes that an entry committed to, with the key of that one entry. Source: docs/decisions/0007. */

import { equal, hmacSha256 } from "./bytes.js";
import { parseId } from "./ids.js";
import { octets, record, text, type Json } from "./json.js";
import { refuse } from "./refusal.js";

const LABEL = Buffer.from("ledger/pc/v1\0", "latin1");
const KEY_BYTES = 32;

export interface Opening {
  readonly eid: Buffer;
  readonly key: Buffer;
  readonly payload: Buffer;
}

/** document: {entry_id, payload, commitment_key}, bytes in base64. */
export function parseOpening(document: Json): Opening {
  const fields = record(document, ["entry_id", "payload", "commitment_key"]);
  return {
    eid: parseId("ent", text(fields, "entry_id")),
    payload: octets(fields, "payload"),
    key: octets(fields, "commitment_key"),
  };
}

/** Accept only a payload that is behind one of an entry's commitments. */
export function verifyOpening(opening: Opening, commitments: readonly Buffer[]): void {
  if (opening.key.length !== KEY_BYTES) refuse(`the key is not ${KEY_BYTES} bytes`);
  const opened = hmacSha256(opening.key, Buffer.concat([LABEL, opening.payload]));
  if (!commitments.some((commitment) => equal(commitment, opened))) refuse("the payload is not what the entry committed to");
}
