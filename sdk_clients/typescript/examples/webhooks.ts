/** A receiver of webhooks: it takes what the service signed, and nothing else. */

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { Client, CountermarkError, webhooks } from "countermark-client";

const client = new Client();
const { secret, webhook_endpoint: endpoint } = await client.webhookEndpoints.create({
  url: "https://hooks.example.com/countermark",
  events: ["payout.*", "case.opened"],
});

const receiver = createServer(async (request, response) => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  try {
    const event = webhooks.verify(Buffer.concat(pieces), request.headers, secret);
    if (!webhooks.isKnown(event)) console.log(`${event.type}: a kind of a later server`);
    else if (event.type === "payout.stuck") console.log(`${event.subject} stays ${event.data.stage} since ${event.data.since}`);
    response.writeHead(204).end();
  } catch (error) {
    if (!(error instanceof CountermarkError)) throw error;
    response.writeHead(400).end(error.name);
  }
});

// The rest stands in for the service, which signs as docs/webhooks.md says.
receiver.listen(0);
await once(receiver, "listening");
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
const body = JSON.stringify({ id: "evt_1", type: "payout.stuck", timestamp: "2026-11-21T12:00:00Z", subject: "pyt_1", data: { stage: "at_bank", since: "2026-11-21T09:30:00Z" } });
const time = String(Math.floor(Date.now() / 1000));
const digest = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64")).update(`evt_1.${time}.${body}`).digest("base64");
const headers = { "webhook-id": "evt_1", "webhook-timestamp": time, "webhook-signature": `v1,${digest}` };
assert.equal((await fetch(url, { method: "POST", body, headers })).status, 204);
assert.equal((await fetch(url, { method: "POST", body: body.replace("stuck", "moved"), headers })).status, 400);
receiver.close();
receiver.closeAllConnections();

await client.webhookEndpoints.delete(endpoint.id);
