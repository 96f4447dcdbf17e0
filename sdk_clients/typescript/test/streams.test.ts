import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";

import { ConnectionFailed, Pages, TimedOut } from "../src/index.js";
import { eventsOf, type ServerEvent } from "../src/sse.js";
import { json, problem, reset, serve, silence, type Answer } from "./server.js";

const BATCH = json({ id: "bat_1", state: "queued" }, 202);
const QUERY = { use_case: "churn-score" };

async function eventsIn(text: string, pieceBytes: number): Promise<ServerEvent[]> {
  const bytes = Buffer.from(text);
  const cut = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  };
  const events: ServerEvent[] = [];
  for await (const event of eventsOf(cut())) events.push(event);
  return events;
}

function event(id: number, name: string, state: string): string {
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify({ id: "bat_1", state, revision: id })}\n\n`;
}

function stream(text: string, isCut: boolean): Answer {
  return (_asked, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(text, () => (isCut ? response.socket?.destroy() : response.end()));
  };
}

test("events are the same wherever the bytes are cut, with any end of line", async () => {
  const expected: ServerEvent[] = [
    { event: "progress", data: "café ☕", id: "1" },
    { event: "message", data: "two\nlines", id: "1" },
    { event: "completed", data: " x", id: "3" },
  ];
  const text = "id: 1\nevent: progress\ndata: café ☕\n\n: still here\n\ndata:two\ndata: lines\n\nretry: 5\nid: 3\nevent: completed\ndata:  x\n\nid: 4\ndata: cut";
  for (const end of ["\n", "\r\n", "\r"]) {
    const written = text.replaceAll("\n", end);
    for (let pieceBytes = 1; pieceBytes <= 40; pieceBytes += 1) assert.deepEqual(await eventsIn(written, pieceBytes), expected);
  }
});

test("a cut stream of events is taken up with the last id, and nothing is told twice", async (context) => {
  const first = event(1, "progress", "running");
  const { asked, client } = await serve(context, stream("", true), stream(first, true), stream(first + event(2, "progress", "running"), false), stream(event(3, "completed", "completed"), false));
  const told: string[] = [];
  for await (const { id, batch } of client().batches.events("bat_1")) told.push(`${id} ${batch.state}`);
  assert.deepEqual(told, ["1 running", "2 running", "3 completed"]);
  assert.deepEqual(asked.map((one) => one.headers["last-event-id"]), [undefined, undefined, "1", "2"]);
});

test("the end of a batch is told though an event with its id was, and ends the watch", async (context) => {
  const { asked, client } = await serve(context, stream(event(5, "progress", "running"), true), stream(event(5, "completed", "completed"), false));
  const told: string[] = [];
  for await (const { id, batch } of client().batches.events("bat_1")) told.push(`${id} ${batch.state}`);
  assert.deepEqual(told, ["5 running", "5 completed"]);
  assert.equal(asked.length, 2);
});

test("a stream that ends again and again and tells nothing new is given up", async (context) => {
  const { asked, client } = await serve(context, stream(event(1, "progress", "running"), false));
  const told: string[] = [];
  const watch = async (): Promise<void> => {
    for await (const { id } of client({ maxRetries: 2 }).batches.events("bat_1")) told.push(id);
  };
  await assert.rejects(watch, ConnectionFailed);
  assert.deepEqual(told, ["1"]);
  assert.equal(asked.length, 3);
});

test("the core's own streams and forms go through the same transport", async (context) => {
  const stream: Answer = (_asked, response) => response.writeHead(200, { "content-type": "text/event-stream" }).end('id: 1\nevent: completed\ndata: {"id": "bat_1"}\n\n');
  const { asked, client } = await serve(context, problem(503, "overloaded"), stream, json({ id: "gra_1" }, 201));
  const { stream: events } = await client().core.watchBatch({ path: { batch_id: "bat_1" } });
  for await (const event of events) {
    assert.deepEqual(event, { id: "bat_1" });
    break;
  }
  await client().core.uploadModelGraph({ body: new Blob(["onnx"]) });
  assert.equal(asked.length, 3);
  assert.deepEqual(new Set(asked.map((one) => one.headers["authorization"])), new Set(["Bearer cmk_sandbox_test"]));
  assert.equal(asked[2]?.body, "onnx");
});

test("a file is streamed with its length, told as it goes, and sent whole again after a reset", async (context) => {
  const path = join(await mkdtemp(join(tmpdir(), "countermark-")), "file.csv");
  const bytes = randomBytes(300_000);
  await writeFile(path, bytes);
  const { asked, client } = await serve(context, reset, problem(503, "overloaded"), BATCH);
  const told: [number, number | null][] = [];
  const batch = await client().batches.create(path, { ...QUERY, columns: { income: "Income (INR)" } }, { onProgress: (sent, total) => told.push([sent, total]) });
  assert.equal(batch.id, "bat_1");
  assert.equal(asked.length, 3);
  for (const one of asked) {
    assert.equal(one.sha256, createHash("sha256").update(bytes).digest("hex"));
    assert.equal(one.headers["content-length"], "300000");
    assert.equal(new URL(one.url, "http://x").searchParams.get("columns"), '{"income":"Income (INR)"}');
  }
  assert.equal(new Set(asked.map((one) => one.headers["idempotency-key"])).size, 1);
  assert.deepEqual(told.at(-1), [300_000, 300_000]);
});

test("bytes, a Blob and a stream are files as well; a stream is sent once", async (context) => {
  const { asked, client } = await serve(context, BATCH, BATCH, BATCH, problem(503, "overloaded"));
  await client().batches.create(Buffer.from("customer_id\nC1\n"), QUERY);
  await client().batches.create(new Blob(["customer_id\nC1\n"]), QUERY);
  await client().batches.create(Readable.from([Buffer.from("customer_id\n"), Buffer.from("C1\n")]), QUERY);
  assert.deepEqual(asked.map((one) => one.body), Array(3).fill("customer_id\nC1\n"));
  await assert.rejects(client().batches.create(Readable.from([Buffer.from("x")]), QUERY), { name: "ServerError" });
  assert.equal(asked.length, 4);
});

test("a file that grows is sent as long as it was, an empty one as such", async (context) => {
  const path = join(await mkdtemp(join(tmpdir(), "countermark-")), "growing.csv");
  const { asked, client } = await serve(context, reset, BATCH, reset, BATCH);
  for (const begun of ["", "customer_id\n"]) {
    await writeFile(path, begun);
    const sent = client().batches.create(path, QUERY);
    setTimeout(() => void writeFile(path, `${begun}C1\n`), 100); // before the second try
    await sent;
    assert.deepEqual(asked.slice(-2).map((one) => [one.body, one.headers["content-length"]]), Array(2).fill([begun, String(begun.length)]));
  }
});

test("a file that cannot be read is told as the file system tells it", async (context) => {
  const { asked, client } = await serve(context, BATCH);
  await assert.rejects(client().batches.create("/nowhere/file.csv", QUERY), { code: "ENOENT" });
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from("customer_id\n");
    throw new Error("the disk is gone");
  };
  await assert.rejects(client().batches.create(broken(), QUERY), { message: "the disk is gone" });
  assert.equal(asked.length, 0);
});

const PART: Answer = (_asked, response) => {
  response.writeHead(200, { "content-type": "text/csv", "content-length": "10" });
  response.write("01234", () => response.socket?.destroy());
};
const WHOLE: Answer = (_asked, response) => response.writeHead(200, { "content-type": "text/csv" }).end("0123456789");

test("a download whose connection breaks goes on where it was", async (context) => {
  const { asked, client } = await serve(context, PART, PART, WHOLE);
  assert.equal(await client().batches.results("bat_1").text(), "0123456789");
  assert.equal(asked.length, 3);
});

test("a file is there whole or not at all", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "countermark-"));
  const broken = await serve(context, PART);
  await assert.rejects(broken.client({ maxRetries: 1 }).batches.results("bat_1").toFile(join(folder, "a.csv")), ConnectionFailed);
  assert.deepEqual(await readdir(folder), []);
  const good = await serve(context, WHOLE);
  assert.equal(await good.client().batches.results("bat_1").toFile(join(folder, "a.csv")), 10);
  assert.equal(await readFile(join(folder, "a.csv"), "utf8"), "0123456789");
});

test("a download that stops is timed out, however long it has gone well", async (context) => {
  const { client } = await serve(context, (_asked, response) => response.writeHead(200, { "content-type": "text/csv" }).write("0"));
  await assert.rejects(client({ timeoutS: 0.1 }).batches.results("bat_1").text(), TimedOut);
});

test("waiting for a batch polls until its end, or until its time is up", async (context) => {
  const running = json({ id: "bat_1", state: "running" });
  const { asked, client } = await serve(context, running, running, json({ id: "bat_1", state: "failed" }));
  assert.equal((await client().batches.wait("bat_1", { waitS: 30 })).state, "failed");
  assert.equal(asked.length, 3);
  const stuck = await serve(context, running);
  await assert.rejects(stuck.client().batches.wait("bat_1", { waitS: 0.05 }), TimedOut);
  const dead = await serve(context, silence);
  await assert.rejects(dead.client().batches.wait("bat_1", { waitS: 30, timeoutS: 0.05 }), TimedOut);
});

test("pages are asked for when they are needed, and end where the service says so", async () => {
  const asked: (string | undefined)[] = [];
  const pages = new Pages<number>(async (after) => {
    asked.push(after);
    const first = Number(after ?? 0);
    return { data: [first, first + 1], has_more: first < 4, next_after: first < 4 ? String(first + 2) : null };
  });
  assert.deepEqual(await pages.take(3), [0, 1, 2]);
  assert.deepEqual(asked.splice(0), [undefined, "2"]);
  const all: number[] = [];
  for await (const item of pages) all.push(item);
  assert.deepEqual(all, [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(asked.splice(0), [undefined, "2", "4"]);
  assert.deepEqual(await pages.take(0), []);
  assert.equal(asked.length, 0);
});

test("a list keeps its query on every page", async (context) => {
  const { asked, client } = await serve(context, json({ data: [{ id: "a" }], has_more: true, next_after: "x" }), json({ data: [{ id: "b" }], has_more: false, next_after: null }));
  const ids = (await client().decisions.list({ use_case: "churn-score", limit: 1 }).take(9)).map((each) => each.id);
  assert.deepEqual(ids, ["a", "b"]);
  assert.deepEqual(asked.map((one) => one.url), ["/api/v1/decisions?use_case=churn-score&limit=1", "/api/v1/decisions?use_case=churn-score&limit=1&after=x"]);
});
