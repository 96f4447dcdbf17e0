/** The driver of the conformance suite: a request a line on stdin, its answer a line on stdout (sdk_clients/conformance). */

import { createHash } from "node:crypto";
import { createInterface } from "node:readline";

import {
  ApiError, Client, CountermarkError, receipts, webhooks, type BatchOptions, type CallOptions, type types, type WaitOptions,
} from "../src/index.js";

interface ClientSettings {
  readonly base_url: string;
  readonly api_key?: string | null;
  readonly client_id?: string | null;
  readonly client_secret?: string | null;
  readonly timeout_ms?: number | null;
  readonly max_retries?: number | null;
}

interface Request {
  readonly id: number;
  readonly client?: ClientSettings;
  readonly call: string;
  readonly args?: Args;
  readonly options?: { readonly idempotency_key?: string; readonly timeout_ms?: number };
}

/** What the suite sends is the body or the parameters of the REST operation: this driver hands it on as it is. */
type Args = Readonly<Record<string, never>>;
type Call = (client: Client, args: Args, call: CallOptions) => Promise<unknown>;

const CLIENTS = new Map<string, Client>();

function clientOf(settings: ClientSettings): Client {
  const name = JSON.stringify(settings);
  const made = CLIENTS.get(name) ?? makeClient(settings);
  CLIENTS.set(name, made);
  return made;
}

function makeClient(settings: ClientSettings): Client {
  return new Client({
    baseUrl: settings.base_url,
    apiKey: settings.api_key ?? undefined,
    clientId: settings.client_id ?? undefined,
    clientSecret: settings.client_secret ?? undefined,
    timeoutS: settings.timeout_ms == null ? undefined : settings.timeout_ms / 1000,
    maxRetries: settings.max_retries ?? undefined,
  });
}

/** A record of one call, whose key the suite names. */
function decision(ask: (client: Client) => (question: never, call: CallOptions) => Promise<unknown>): Call {
  return (client, args, call) => ask(client).call(client.inference, args as never, call);
}

const INFERENCE: Readonly<Record<string, Call>> = {
  categorize: decision((client) => client.inference.categorize),
  churn_score: decision((client) => client.inference.churnScore),
  commission_check: decision((client) => client.inference.commissionCheck),
  credit_score: decision((client) => client.inference.creditScore),
  gateway_route: decision((client) => client.inference.gatewayRoute),
  lead_score: decision((client) => client.inference.leadScore),
  life_events: decision((client) => client.inference.lifeEvents),
  payment_delay: decision((client) => client.inference.paymentDelay),
  payment_timing: decision((client) => client.inference.paymentTiming),
  payout_delay: decision((client) => client.inference.payoutDelay),
  segment: decision((client) => client.inference.segment),
  spend_forecast: decision((client) => client.inference.spendForecast),
  ticket_triage: decision((client) => client.inference.ticketTriage),
  transaction_anomaly: decision((client) => client.inference.transactionAnomaly),
};

const CALLS: Readonly<Record<string, Call>> = {
  "decisions.get": (client, args, call) => client.decisions.get(args["decision_id"] ?? "", call),
  "decisions.list": listed,
  "decisions.several": (client, args, call) => client.decisions.several(args as unknown as types.SeveralQuestion, call),
  "feedback.create": (client, args, call) => client.feedback.create(args as unknown as types.Feedback, call),
  "transactions.create": (client, args, call) => client.transactions.create(args as unknown as types.Transaction, call),
  "transactions.get": (client, args, call) => client.transactions.get(args["transaction_id"] ?? "", call),
  "batches.create": sent,
  "batches.wait": waited,
  "batches.events": watched,
  "batches.results": downloaded,
  "webhook_endpoints.create": (client, args, call) => client.webhookEndpoints.create(args as unknown as types.CreateWebhookEndpoint, call),
  "webhook_endpoints.list": async (client, args, call) => ({ data: await client.webhookEndpoints.list(args, call).take(Infinity) }),
  "webhook_endpoints.delete": (client, args, call) => client.webhookEndpoints.delete(args["endpoint_id"] ?? "", call),
  "principal.get": (client, _args, call) => client.principal.get(call),
};

/** What needs no service. */
const OFFLINE: Readonly<Record<string, (args: Args) => unknown>> = {
  "webhooks.verify": ({ body = "", headers = {}, secrets = [], now_s, tolerance_s }) =>
    webhooks.verify(body, headers, secrets, { nowS: now_s, toleranceS: tolerance_s }),
  "receipts.verify": ({ receipt, keys = [] }) => {
    receipts.verify(receipt as unknown as types.Receipt, keys);
    return { verified: true };
  },
};

async function listed(client: Client, args: Args, call: CallOptions): Promise<unknown> {
  const { max_items: itemsMax = Infinity, ...query } = args as { max_items?: number };
  const ids = (await client.decisions.list(query, call).take(itemsMax)).map((each) => each.id);
  return { ids };
}

async function sent(client: Client, args: Args, call: CallOptions): Promise<unknown> {
  const { path, ...options } = args as unknown as { path: string } & BatchOptions;
  const progress: (readonly [number, number | null])[] = [];
  const onProgress = (done: number, total: number | null): void => {
    progress.push([done, total]);
  };
  const batch = await client.batches.create(path, options, { ...call, onProgress });
  return { batch_id: batch.id, progress };
}

async function waited(client: Client, args: Args, call: CallOptions): Promise<unknown> {
  const options: WaitOptions = { ...call, waitS: args["timeout_s"] };
  const batch = await client.batches.wait(args["batch_id"] ?? "", options);
  return { status: batch.state };
}

async function watched(client: Client, args: Args, call: CallOptions): Promise<unknown> {
  const events: unknown[] = [];
  for await (const { id, event, batch } of client.batches.events(args["batch_id"] ?? "", call)) events.push({ id, event, data: batch });
  return events;
}

async function downloaded(client: Client, args: Args, call: CallOptions): Promise<unknown> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of client.batches.results(args["batch_id"] ?? "", args["format"] ?? "csv", call)) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { sha256: hash.digest("hex"), bytes };
}

async function valueOf(request: Request): Promise<unknown> {
  const { call: name, args = {}, options = {} } = request;
  const offline = OFFLINE[name];
  if (offline !== undefined) return offline(args);
  if (request.client === undefined) throw new Error(`${name} needs a client`);
  const call: CallOptions = {
    idempotencyKey: options.idempotency_key,
    timeoutS: options.timeout_ms === undefined ? undefined : options.timeout_ms / 1000,
  };
  const client = clientOf(request.client);
  if (name !== "concurrent") return await callOf(name)(client, args, call);
  const { call: each, args: its, times } = args as unknown as { call: string; args: Args; times: number };
  return await Promise.all(Array.from({ length: times }, () => callOf(each)(client, its, call)));
}

function callOf(name: string): Call {
  const found = name.startsWith("inference.") ? INFERENCE[name.slice("inference.".length)] : CALLS[name];
  if (found === undefined) throw new Error(`there is no call ${name}`);
  return found;
}

function told(error: unknown): Record<string, unknown> {
  if (error instanceof ApiError) {
    const { name, status, code, fix, requestId, retryAfterS, detail, errors } = error;
    return { type: name, status, code, fix, request_id: requestId, retry_after_s: retryAfterS, message: detail, errors };
  }
  const type = error instanceof CountermarkError ? error.name : "Unexpected";
  return { type, message: error instanceof Error ? error.message : String(error) };
}

async function answer(line: string): Promise<void> {
  const request = JSON.parse(line) as Request;
  let written: Record<string, unknown>;
  try {
    written = { id: request.id, ok: true, value: (await valueOf(request)) ?? null };
  } catch (error) {
    written = { id: request.id, ok: false, error: told(error) };
  }
  process.stdout.write(`${JSON.stringify(written)}\n`);
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== "") await answer(line);
}
process.exit(0);
