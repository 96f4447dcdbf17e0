import assert from "node:assert/strict";
import { createHash, createHmac, createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { test } from "node:test";

import { receipts, ReceiptRefused, webhooks, type types } from "../src/index.js";

const SEED = Buffer.from(Array.from({ length: 32 }, (_, n) => n));
const PRIVATE = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), SEED]), format: "der", type: "pkcs8" });
const TYPED = Buffer.concat([Buffer.of(1), createPublicKey(PRIVATE).export({ format: "der", type: "spki" }).subarray(-32)]);
const KEY_ID = createHash("sha256").update("countermark.test/receipts\n").update(TYPED).digest("hex").slice(0, 8);
const KEY = `countermark.test/receipts+${KEY_ID}+${TYPED.toString("base64")}`;

const sha256 = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const node = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right);

/** RFC 6962 section 2.1, from its definitions: the root of leaves, and the path of one. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer;
  const half = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return node(rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}

function pathOf(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const half = 2 ** Math.floor(Math.log2(leaves.length - 1));
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half ? [...pathOf(index, left), rootOf(right)] : [...pathOf(index - half, right), rootOf(left)];
}

const ISSUED_US = 1_795_262_400_123_456;

function statement(leaf: Buffer): Buffer {
  const time = (us: number): Buffer => {
    const written = Buffer.alloc(9, 0x1b);
    written.writeBigUInt64BE(BigInt(us), 1);
    return written;
  };
  const zero = Buffer.alloc(16);
  const hex = (text: string): Buffer => Buffer.from(text, "hex");
  return Buffer.concat([
    hex("a6617601627473"), time(ISSUED_US), hex("63647565"), time(ISSUED_US + 60_000_000), hex("6365696450"), zero, hex("636c6f6750"), zero,
    hex("646c6561665820"), leaf,
  ]);
}

/** Receipts of a batch, signed as the service signs them. */
function batchOf(size: number): types.Receipt[] {
  const entries = Array.from({ length: size }, () => randomBytes(32));
  const leaves = entries.map((entry) => sha256(Buffer.of(0), statement(entry)));
  const sized = Buffer.alloc(4);
  sized.writeUInt32BE(size);
  const signature = sign(null, Buffer.concat([Buffer.from("countermark/receipt/v1\0"), rootOf(leaves), sized]), PRIVATE).toString("base64");
  return entries.map((entry, index) => ({
    v: 1,
    log_id: `env_${"0".repeat(26)}`,
    entry_id: `ent_${"0".repeat(26)}`,
    leaf_hash: entry.toString("base64"),
    issued_at_us: ISSUED_US,
    due_at_us: ISSUED_US + 60_000_000,
    batch_index: index,
    batch_size: size,
    batch_path: pathOf(index, leaves).map((hash) => hash.toString("base64")),
    key_id: KEY_ID,
    signature,
  }));
}

test("every receipt of a batch verifies alone, whatever the size of the batch", () => {
  for (const size of [...Array(34).keys()].slice(1).concat(64, 100, 257)) {
    for (const receipt of batchOf(size)) receipts.verify(receipt, [KEY]);
  }
});

test("keys are taken as the service tells them, as texts, and as lines of a trust file", () => {
  const [receipt] = batchOf(3) as [types.Receipt];
  const told = { use: "receipts", verifier_key: KEY } as types.LedgerKey;
  for (const keys of [[`receipts ${KEY}`], [told], { keys: [told] } as types.LedgerKeys, [`log ${KEY}`, KEY]]) receipts.verify(receipt, keys);
  for (const keys of [[`log ${KEY}`], [{ ...told, use: "log" } as types.LedgerKey], []]) {
    assert.throws(() => receipts.verify(receipt, keys), { name: "ReceiptRefused", check: "key" });
  }
  const broken = KEY.replace(KEY_ID, "00000000");
  assert.throws(() => receipts.verify(receipt, [broken]), { check: "key" });
});

test("a receipt that was changed is refused, and told why", () => {
  const other = randomBytes(32).toString("base64");
  const [, receipt] = batchOf(5) as [types.Receipt, types.Receipt];
  const changes: readonly [Partial<types.Receipt>, ReceiptRefused["check"]][] = [
    [{ v: 2 }, "form"], [{ leaf_hash: other }, "signature"], [{ leaf_hash: "AAAA" }, "form"], [{ log_id: "env_1" }, "form"],
    [{ entry_id: `ent_${"0".repeat(25)}1` }, "signature"], [{ log_id: `env_${"0".repeat(25)}1` }, "signature"], [{ entry_id: `ent_8${"0".repeat(25)}` }, "form"],
    [{ due_at_us: ISSUED_US + 60_000_001 }, "signature"], [{ due_at_us: ISSUED_US - 1 }, "times"], [{ issued_at_us: 1 }, "times"],
    [{ issued_at_us: 0.5 }, "form"], [{ batch_index: 0 }, "signature"], [{ batch_index: 5 }, "place"], [{ batch_index: -1 }, "place"],
    [{ batch_size: 6 }, "signature"], [{ batch_size: 70_000 }, "place"], [{ batch_path: receipt.batch_path.slice(1) }, "path"],
    [{ batch_path: [...receipt.batch_path, other] }, "path"], [{ batch_path: ["AA=="] }, "form"], [{ key_id: "00000000" }, "key"],
    [{ key_id: "x" }, "form"], [{ signature: other }, "signature"], [{ signature: "A" }, "form"],
  ];
  for (const [change, check] of changes) {
    assert.throws(() => receipts.verify({ ...receipt, ...change }, [KEY]), { name: "ReceiptRefused", check }, JSON.stringify(change));
  }
  for (const none of [null, undefined, 5, "receipt", [], {}]) {
    assert.throws(() => receipts.verify(none as unknown as types.Receipt, [KEY]), { name: "ReceiptRefused", check: "form" });
  }
  assert.throws(() => receipts.verify({ ...receipt, added: 1 } as types.Receipt, [KEY]), { check: "form" });
});

test("any one bit of a receipt's bytes matters", () => {
  const [receipt] = batchOf(4) as [types.Receipt];
  for (const name of ["leaf_hash", "signature"] as const) {
    const bytes = Buffer.from(receipt[name], "base64");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      assert.throws(() => receipts.verify({ ...receipt, [name]: changed.toString("base64") }, [KEY]), ReceiptRefused);
    }
  }
});

// The example of the specification, Standard Webhooks 1.0.0.
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY = '{"test": 2432232314}';
const HEADERS = { "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330", "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" };
const NOW = { nowS: 1_614_265_330 };

test("the published example verifies, as text and bytes, with any kind of headers", () => {
  for (const headers of [HEADERS, new Headers(HEADERS), { ...HEADERS, "Webhook-Id": undefined }]) {
    for (const body of [BODY, Buffer.from(BODY)]) assert.deepEqual(webhooks.verify(body, headers, SECRET, NOW), { test: 2432232314 });
  }
});

test("one good signature of several is enough, by one of several secrets", () => {
  const other = `whsec_${randomBytes(24).toString("base64")}`;
  const signature = `v2,AAAA v1,AAAA ${HEADERS["webhook-signature"]}`;
  assert.ok(webhooks.verify(BODY, { ...HEADERS, "webhook-signature": signature }, [other, SECRET], NOW));
  const later = { ...HEADERS, "webhook-signature": HEADERS["webhook-signature"].replace("v1,", "v2,") };
  for (const [headers, secrets] of [[HEADERS, other], [HEADERS, []], [HEADERS, "whsec_"], [later, SECRET]] as const) {
    assert.throws(() => webhooks.verify(BODY, headers, secrets, NOW), { name: "WebhookSignatureInvalid" });
  }
});

test("what was changed is no webhook of the service", () => {
  assert.throws(() => webhooks.verify(`${BODY} `, HEADERS, SECRET, NOW), { name: "WebhookSignatureInvalid" });
  for (const name of ["webhook-id", "webhook-timestamp"] as const) {
    assert.throws(() => webhooks.verify(BODY, { ...HEADERS, [name]: `${HEADERS[name]}1` }, SECRET, NOW), { name: "WebhookSignatureInvalid" });
  }
  for (const name of Object.keys(HEADERS)) {
    assert.throws(() => webhooks.verify(BODY, { ...HEADERS, [name]: undefined }, SECRET, NOW), { name: "WebhookSignatureInvalid" });
  }
});

test("a time beyond the tolerance is told apart, on either side, and only of what is signed", () => {
  for (const nowS of [NOW.nowS + 301, NOW.nowS - 301]) {
    assert.throws(() => webhooks.verify(BODY, HEADERS, SECRET, { nowS }), { name: "WebhookTimestampOutside" });
    assert.throws(() => webhooks.verify("{}", HEADERS, SECRET, { nowS }), { name: "WebhookSignatureInvalid" });
    assert.ok(webhooks.verify(BODY, HEADERS, SECRET, { nowS, toleranceS: 301 }));
  }
  const digest = createHmac("sha256", Buffer.from(SECRET.slice(6), "base64")).update(`m.soon.${BODY}`).digest("base64");
  const headers = { "webhook-id": "m", "webhook-timestamp": "soon", "webhook-signature": `v1,${digest}` };
  assert.throws(() => webhooks.verify(BODY, headers, SECRET, NOW), { name: "WebhookTimestampOutside" });
});
