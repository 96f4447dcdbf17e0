/** Errors are types: the code to switch on, what to change, and the id to report. */

import assert from "node:assert/strict";

import { ApiError, Client, InvalidRequest, NotFound } from "countermark-client";

const client = new Client({ maxRetries: 5, timeoutS: 10 });

try {
  await client.decisions.get("dec_01kc1x5w3efvr9q2d8m4n6p7hs");
} catch (error) {
  if (!(error instanceof NotFound)) throw error;
  console.log(error.status, error.code, error.requestId);
}

try {
  await client.transactions.create({ customer_id: "C1", amount_minor: -5, currency: "INR", occurred_at: "2026-11-20T20:15:00Z" });
} catch (error) {
  if (!(error instanceof InvalidRequest)) throw error;
  for (const { field, reason } of error.errors) console.log(`${field}: ${reason}`);
}

const key = "order-4711";
const first = await client.inference.churnScore({ customer_id: "C000106" }, { idempotencyKey: key });
const again = await client.inference.churnScore({ customer_id: "C000106" }, { idempotencyKey: key });
assert.equal(again.id, first.id); // asked twice, decided once

await assert.rejects(client.inference.churnScore({ customer_id: "another" }, { idempotencyKey: key }), (error: ApiError) => {
  console.log(error.code);
  return error.code === "idempotency_key_reused";
});
