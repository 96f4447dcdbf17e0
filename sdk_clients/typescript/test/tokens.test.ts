import assert from "node:assert/strict";
import { test } from "node:test";

import { ClientCredentials } from "../src/credentials.js";
import { json, problem, serve, type Answer } from "./server.js";

const CLIENT = { apiKey: undefined, clientId: "cli_1", clientSecret: "s:e%c" };

function clock(): { nowMs: number } {
  return { nowMs: 0 };
}

test("a token is kept until a minute before its end, by the monotonic clock", async () => {
  const time = clock();
  let asked = 0;
  const credentials = new ClientCredentials(async () => ({ access_token: `t${(asked += 1)}`, expires_in: 600 }), () => time.nowMs);
  const at = async (seconds: number): Promise<string> => {
    time.nowMs = seconds * 1000;
    return await credentials.bearer();
  };
  assert.deepEqual([await at(0), await at(539), await at(541), await at(1080), await at(1082)], ["t1", "t1", "t2", "t2", "t3"]);
});

test("a token of less than a minute is kept for half of its life", async () => {
  const time = clock();
  let asked = 0;
  const credentials = new ClientCredentials(async () => ({ access_token: `t${(asked += 1)}`, expires_in: 40 }), () => time.nowMs);
  await credentials.bearer();
  time.nowMs = 19_000;
  assert.equal(await credentials.bearer(), "t1");
  time.nowMs = 21_000;
  assert.equal(await credentials.bearer(), "t2");
});

test("who waits shares one renewal, and a renewal of what another renewed already asks for nothing", async () => {
  let asked = 0;
  const credentials = new ClientCredentials(async () => ({ access_token: `t${(asked += 1)}`, expires_in: 600 }));
  assert.deepEqual(await Promise.all([1, 2, 3].map(() => credentials.bearer())), ["t1", "t1", "t1"]);
  await Promise.all([1, 2, 3].map(() => credentials.renew("t1")));
  assert.equal(await credentials.bearer(), "t2");
  await credentials.renew("t1");
  assert.equal(await credentials.bearer(), "t2");
});

test("a failed renewal is not kept: the next one asks again", async () => {
  let asked = 0;
  const credentials = new ClientCredentials(async () => {
    asked += 1;
    if (asked === 1) throw new Error("away");
    return { access_token: "t2", expires_in: 600 };
  });
  await assert.rejects(credentials.bearer());
  assert.equal(await credentials.bearer(), "t2");
});

test("the client authenticates by HTTP Basic, and a refused token is renewed once", async (context) => {
  let given = 0;
  const service: Answer = (asked, response) => {
    if (asked.url === "/oauth2/token") return json({ access_token: `t${(given += 1)}`, expires_in: 600 })(asked, response);
    const isGood = asked.headers["authorization"] === "Bearer t2";
    return (isGood ? json({ kind: "oauth_client" }) : problem(401, "credential_ended"))(asked, response);
  };
  const { asked, client } = await serve(context, service);
  const made = client(CLIENT);
  assert.equal((await made.principal.get()).kind, "oauth_client");
  assert.deepEqual(asked.map((one) => one.url), ["/oauth2/token", "/api/v1/principal", "/oauth2/token", "/api/v1/principal"]);
  const basic = String(asked[0]?.headers["authorization"]).replace("Basic ", "");
  assert.equal(Buffer.from(basic, "base64").toString(), "cli_1:s%3Ae%25c");
  assert.equal(asked[0]?.body, "grant_type=client_credentials");
});

test("a token endpoint that is away is tried as often as a request, not its square", async (context) => {
  const { asked, client } = await serve(context, problem(503, "database_unavailable"));
  await assert.rejects(client({ ...CLIENT, maxRetries: 2 }).principal.get(), { name: "ServerError" });
  assert.equal(asked.length, 3);
});

test("a wrong secret is told with the words of the token endpoint", async (context) => {
  const { client } = await serve(context, json({ error: "invalid_client", error_description: "Unknown client." }, 401));
  await assert.rejects(client(CLIENT).principal.get(), { name: "AuthenticationError", code: "invalid_client", detail: "Unknown client." });
});
