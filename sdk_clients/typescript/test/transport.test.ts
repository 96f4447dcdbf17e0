import assert from "node:assert/strict";
import { test } from "node:test";

import {
  API_VERSION, ApiError, AuthenticationError, Client, Conflict, ConnectionFailed, CountermarkError, InvalidRequest, NotFound,
  PermissionDenied, RateLimited, ServerError, TimedOut, VERSION,
} from "../src/index.js";
import { json, problem, reset, serve, silence, type Answer } from "./server.js";

const QUESTION = { customer_id: "cust_42" };
const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("every request names the credential, the pinned version and this client", async (context) => {
  const { asked, client } = await serve(context, json({}));
  await client().core.getPrincipal();
  const [one] = asked;
  assert.equal(one?.headers["authorization"], "Bearer cmk_sandbox_test");
  assert.equal(one?.headers["countermark-version"], API_VERSION);
  assert.equal(one?.headers["user-agent"], `countermark-typescript/${VERSION}`);
  assert.equal(one?.headers["idempotency-key"], undefined);
});

test("a POST is tried again with one key and the same bytes, through resets and passing answers", async (context) => {
  const { asked, client } = await serve(context, problem(503, "database_unavailable"), reset, problem(409, "idempotency_key_in_flight"), json({ id: "dec_1" }));
  const decision = await client().inference.churnScore(QUESTION);
  assert.equal(decision.id, "dec_1");
  assert.equal(asked.length, 4);
  assert.equal(new Set(asked.map((one) => one.sha256)).size, 1);
  const keys = new Set(asked.map((one) => one.headers["idempotency-key"]));
  assert.equal(keys.size, 1);
  assert.match(String([...keys][0]), UUID4);
});

test("operations of the core have the same habits as those of the face", async (context) => {
  const { asked, client } = await serve(context, problem(429, "rate_limited"), json({ id: "alr_1" }, 201));
  await client().core.acknowledgeAlert({ path: { alert_id: "alr_1" } });
  assert.equal(asked.length, 2);
  assert.match(String(asked[1]?.headers["idempotency-key"]), UUID4);
});

test("the caller's own key is sent, and another call has another", async (context) => {
  const { asked, client } = await serve(context, json({}));
  await client().webhookEndpoints.create({ url: "https://example.com", events: ["*"] }, { idempotencyKey: "mine" });
  await client().inference.churnScore(QUESTION);
  await client().inference.churnScore(QUESTION);
  const keys = asked.map((one) => one.headers["idempotency-key"]);
  assert.equal(keys[0], "mine");
  assert.equal(new Set(keys).size, 3);
});

test("tries end after maxRetries, and an answer that does not pass is told at once", async (context) => {
  const away = await serve(context, problem(503, "database_unavailable"));
  await assert.rejects(away.client({ maxRetries: 2 }).principal.get(), ServerError);
  assert.equal(away.asked.length, 3);
  const wrong = await serve(context, problem(500, "internal"));
  await assert.rejects(wrong.client().principal.get(), ServerError);
  assert.equal(wrong.asked.length, 1);
});

test("a public POST without a key is not sent twice", async (context) => {
  const { asked, client } = await serve(context, problem(503, "database_unavailable"));
  await assert.rejects(client().core.signIn({ body: { address: "a@example.com", password: "a long one" } }), ServerError);
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.headers["authorization"], undefined);
});

test("each status has its type, with code, fix and request id", async (context) => {
  const types = [
    [400, InvalidRequest], [401, AuthenticationError], [403, PermissionDenied], [404, NotFound], [409, Conflict], [418, ApiError],
    [422, InvalidRequest], [429, RateLimited], [500, ServerError],
  ] as const;
  for (const [status, type] of types) {
    const { client } = await serve(context, problem(status, "some_code", { "retry-after": "7" }));
    await assert.rejects(client({ maxRetries: 0 }).principal.get(), (error: ApiError) => {
      assert.equal(error.constructor, type);
      const { code, fix, requestId, retryAfterS } = error;
      assert.deepEqual({ code, fix, requestId, retryAfterS }, { code: "some_code", fix: "Change it.", requestId: "req_1", retryAfterS: 7 });
      return error.status === status && error.name === type.name;
    });
  }
});

test("an answer that is no problem still has its status and request id", async (context) => {
  for (const body of ["<html>Bad Gateway</html>", "", "[1]"]) {
    const { client } = await serve(context, (_asked, response) => response.writeHead(502, { "x-request-id": "req_9" }).end(body));
    await assert.rejects(client({ maxRetries: 0 }).principal.get(), { name: "ServerError", status: 502, requestId: "req_9", code: "" });
  }
});

test("a success that is no JSON is an error of this package, not a SyntaxError", async (context) => {
  const { client } = await serve(context, (_asked, response) => response.writeHead(200, { "content-type": "application/json" }).end('{"id": '));
  await assert.rejects(client().principal.get(), ApiError);
});

test("time limits: of the client, of one call, and over all tries", async (context) => {
  const { asked, client } = await serve(context, silence);
  await assert.rejects(client({ timeoutS: 0.05 }).principal.get(), TimedOut);
  await assert.rejects(client().principal.get({ timeoutS: 0.05 }), TimedOut);
  await assert.rejects(client().principal.get({ deadlineS: 0.05 }), TimedOut);
  assert.equal(asked.length, 3);
  const away = await serve(context, problem(503, "database_unavailable", { "retry-after": "30" }));
  await assert.rejects(away.client().principal.get({ deadlineS: 5 }), ServerError);
  assert.equal(away.asked.length, 1);
});

test("a body that stops in the middle is within the time limit too", async (context) => {
  const { client } = await serve(context, (_asked, response) => response.writeHead(200, { "content-type": "application/json" }).write("{"));
  await assert.rejects(client({ timeoutS: 0.1 }).principal.get(), TimedOut);
});

test("a caller that goes is told its own reason, also while it waits for a try", async (context) => {
  const { client } = await serve(context, silence);
  const going = new AbortController();
  const call = client().principal.get({ signal: going.signal });
  going.abort(new Error("gone"));
  await assert.rejects(call, { message: "gone" });
  const away = await serve(context, problem(503, "database_unavailable", { "retry-after": "30" }));
  const waiting = new AbortController();
  const other = away.client().principal.get({ signal: waiting.signal });
  setTimeout(() => waiting.abort(new Error("gone, too")), 100);
  await assert.rejects(other, { message: "gone, too" });
});

test("a caller that goes does not wait for a token either, nor past its deadline; the token is for the others", async (context) => {
  const { asked, client } = await serve(context, (_asked, response) => {
    setTimeout(() => json({ access_token: "t1", expires_in: 600 })(_asked, response), 400);
  }, json({ kind: "client" }));
  const one = client({ apiKey: undefined, clientId: "cli_1", clientSecret: "s" });
  const going = new AbortController();
  const gone = one.principal.get({ signal: going.signal });
  const late = one.principal.get({ deadlineS: 0.1 });
  const staying = one.principal.get();
  setTimeout(() => going.abort(new Error("gone")), 50);
  await assert.rejects(gone, { message: "gone" });
  await assert.rejects(late, TimedOut);
  assert.equal(asked.length, 1);
  assert.deepEqual(await staying, { kind: "client" });
});

test("what no core reads is refused where JSON is to come: HTML, nothing, null, a number", async (context) => {
  const odd: Answer[] = ["<html></html>", "", "null", "5"].map((text) => (_asked, response) => void response.writeHead(200, { "x-request-id": "req_7" }).end(text));
  const { client } = await serve(context, ...odd);
  for (const _ of odd) await assert.rejects(client().principal.get(), { name: "ApiError", status: 200, requestId: "req_7" });
});

test("a server that is not there is a failed connection", async () => {
  const client = new Client({ apiKey: "k", baseUrl: "http://127.0.0.1:9", maxRetries: 0 });
  await assert.rejects(client.principal.get(), ConnectionFailed);
});

test("a redirect is not followed: it is told", async (context) => {
  const { asked, client } = await serve(context, (_asked, response) => response.writeHead(302, { location: "http://127.0.0.1:9/" }).end());
  await assert.rejects(client().principal.get(), { name: "ApiError", status: 302 });
  assert.equal(asked.length, 1);
});

test("a client without a credential, or with half of one, is not made", () => {
  assert.throws(() => new Client({ baseUrl: "http://127.0.0.1:9" }), CountermarkError);
  assert.throws(() => new Client({ clientId: "cli_1" }), CountermarkError);
  assert.throws(() => new Client({ apiKey: "k", baseUrl: "not a url" }), CountermarkError);
});
