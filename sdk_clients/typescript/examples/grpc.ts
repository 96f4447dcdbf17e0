/** The same decision over gRPC, with @grpc/grpc-js alone: the messages are read from proto/ when the program starts. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";

import * as grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const PROTO = fileURLToPath(new URL("../../../../proto", import.meta.url));

interface Decision {
  readonly id: string;
  readonly outcome: string;
}

type Unary<Request> = (
  request: Request, metadata: grpc.Metadata, options: grpc.CallOptions, answered: grpc.requestCallback<Decision>,
) => grpc.ClientUnaryCall;

interface InferenceClient extends grpc.Client {
  readonly DecideChurnScore: Unary<{ readonly customer_id: string }>;
  readonly GetDecision: Unary<{ readonly decision_id: string }>;
}

const definition = loadSync("countermark/inference/v1/inference.proto", { includeDirs: [PROTO], keepCase: true, longs: Number, enums: String });
const Service = grpc.makeClientConstructor(
  definition["countermark.inference.v1.InferenceService"] as grpc.ServiceDefinition,
  "countermark.inference.v1.InferenceService",
);
const client = new Service(process.env["COUNTERMARK_GRPC_ADDRESS"] ?? "127.0.0.1:8081", grpc.credentials.createInsecure()) as unknown as InferenceClient;

/** Ask once, within five seconds. Rejects with the status, whose `details` and `google.rpc.Status` say what was wrong. */
function asked<Request>(method: Unary<Request>, request: Request, metadata: Record<string, string> = {}): Promise<Decision> {
  const sent = new grpc.Metadata();
  sent.set("x-api-key", process.env["COUNTERMARK_API_KEY"] ?? "");
  for (const [name, value] of Object.entries(metadata)) sent.set(name, value);
  return new Promise((resolve, reject) => {
    method.call(client, request, sent, { deadline: Date.now() + 5_000 }, (error, decision) => (decision === undefined ? reject(error as Error) : resolve(decision)));
  });
}

const decision = await asked(client.DecideChurnScore, { customer_id: "C000106" }, { "idempotency-key": randomUUID() });
console.log(decision.id, decision.outcome);
const read = await asked(client.GetDecision, { decision_id: decision.id });
assert.equal(read.id, decision.id);
await assert.rejects(asked(client.GetDecision, { decision_id: "dec_01kc1x5w3efvr9q2d8m4n6p7hs" }), { code: grpc.status.NOT_FOUND });
client.close();
