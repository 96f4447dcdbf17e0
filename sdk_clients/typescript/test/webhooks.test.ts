import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";

import { webhooks } from "../src/index.js";
import type { EventKind, WebhookEvent } from "../src/index.js";

const KEY = Buffer.alloc(32, 7);

function received(type: string, data: Readonly<Record<string, unknown>> = {}): WebhookEvent {
  const body = JSON.stringify({ id: "evt_1", type, timestamp: "2026-11-21T12:00:00Z", subject: "pyt_1", data });
  const signature = createHmac("sha256", KEY).update(`evt_1.1000.${body}`).digest("base64");
  const headers = { "webhook-id": "evt_1", "webhook-timestamp": "1000", "webhook-signature": `v1,${signature}` };
  return webhooks.verify(body, headers, `whsec_${KEY.toString("base64")}`, { nowS: 1000 });
}

test("every kind of the document is known", () => {
  for (const kind of Object.keys(webhooks.EVENT_KINDS)) assert.ok(webhooks.isKnown(received(kind)), kind);
});

test("a known kind tells the type of its data", () => {
  const event = received("payout.stuck", { stage: "at_bank", amount_minor: 1250000 });
  assert.ok(webhooks.isKnown(event) && event.type === "payout.stuck");
  const amountMinor: number = event.data.amount_minor;
  assert.deepEqual([event.data.stage, amountMinor], ["at_bank", 1250000]);
  // @ts-expect-error: a stuck payout has no queue
  assert.equal(event.data.queue, undefined);
  const kind: EventKind = event.type;
  // @ts-expect-error: no such kind
  assert.notEqual(kind, "payout.lost_in_space" satisfies EventKind);
});

test("a kind of a later server is an event, and not known", () => {
  for (const type of ["payout.lost_in_space", "toString", ""]) {
    const event = received(type, { anything: [1] });
    assert.equal(webhooks.isKnown(event), false);
    assert.deepEqual([event.type, event.data], [type, { anything: [1] }]);
  }
});
