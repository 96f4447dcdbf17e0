/** A server on a real socket that answers what a test tells it to, and remembers what it was asked. */

import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

import { Client, type ClientOptions } from "../src/index.js";

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly sha256: string;
}

export type Answer = (asked: Asked, response: ServerResponse) => void;

export interface Served {
  readonly baseUrl: string;
  readonly asked: Asked[];
  /** What a client of it is made with; the key is one that the service would refuse. */
  client(options?: ClientOptions): Client;
}

/** Serve these answers in their order, the last one for ever, until the test ends. */
export async function serve(context: TestContext, ...answers: readonly Answer[]): Promise<Served> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const one = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, ...body };
      asked.push(one);
      (answers[asked.length - 1] ?? answers.at(-1))?.(one, response);
    }, () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { baseUrl, asked, client: (options = {}) => new Client({ apiKey: "cmk_sandbox_test", baseUrl, ...options }) };
}

async function bodyOf(request: IncomingMessage): Promise<Pick<Asked, "body" | "sha256">> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const bytes = Buffer.concat(pieces);
  return { body: bytes.toString("utf8"), sha256: createHash("sha256").update(bytes).digest("hex") };
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return (_asked, response) => {
    response.writeHead(status, { "content-type": "application/json", "x-request-id": "req_1", ...headers }).end(JSON.stringify(value));
  };
}

/** A problem, as the service tells one. The wait that it names is none, so that tests need not wait. */
export function problem(status: number, code: string, headers: Record<string, string> = {}): Answer {
  const fields = { title: "No", status, detail: "It is not so.", code, fix: "Change it.", request_id: "req_1", errors: [] };
  return json(fields, status, { "content-type": "application/problem+json", "retry-after": "0", ...headers });
}

/** End the connection without an answer. */
export const reset: Answer = (_asked, response) => {
  response.socket?.destroy();
};

/** Never answer. */
export const silence: Answer = () => undefined;
