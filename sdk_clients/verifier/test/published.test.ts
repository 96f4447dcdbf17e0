/** Published vectors: RFC 6962 proofs, the golden log of Tessera, Wycheproof, RFC 8949. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { hmacSha256 } from "../src/bytes.js";
import { decodeBlock, decodeCbor, encodeCbor, type Cbor } from "../src/cbor.js";
import { matches, parseCid } from "../src/cids.js";
import { openCheckpoint } from "../src/checkpoints.js";
import { GrowingTree, leafHash, verifyConsistency, verifyInclusion } from "../src/merkle.js";
import { integer, parseJson, type Fields, type Json } from "../src/json.js";
import { parseKey } from "../src/notes.js";
import { Refusal } from "../src/refusal.js";
import { verifyEd25519, verifyMlDsa44 } from "../src/signatures.js";
import { readBundle, tilesOf } from "../src/tiles.js";
import { list, read, skipWithout } from "./vectors.js";

const TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

function accepts(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const octets = (value: Json | undefined): Buffer => Buffer.from(typeof value === "string" ? value : "", "base64");
const proofOf = (value: Json | undefined): Buffer[] => (Array.isArray(value) ? value.map(octets) : []);

function judgeInclusion(given: Fields): void {
  const index = integer(given, "leafIdx");
  verifyInclusion(index, integer(given, "treeSize"), octets(given.get("leafHash")), proofOf(given.get("proof")), octets(given.get("root")));
}

function judgeConsistency(given: Fields): void {
  const [older, newer] = [integer(given, "size1"), integer(given, "size2")];
  verifyConsistency(older, newer, proofOf(given.get("proof")), octets(given.get("root1")), octets(given.get("root2")));
}

for (const [name, judge] of [["inclusion", judgeInclusion], ["consistency", judgeConsistency]] as const) {
  test(`every published case of ${name} is judged as published`, { skip: skipWithout("merkle") }, () => {
    const folder = `merkle/testdata/${name}`;
    const cases = list(folder, ".json");
    assert.equal(cases.length, 98);
    for (const file of cases) {
      const given = parseJson(read(`${folder}/${file}`)) as Fields;
      assert.equal(accepts(() => judge(given)), given.get("wantErr") !== true, file);
    }
  });
}

test("the golden log of Tessera recomputes", { skip: skipWithout("tessera") }, () => {
  for (let size = 0; size < 16; size += 1) {
    const checkpoint = openCheckpoint(read(`tessera/testdata/log/checkpoint.${size}`), [parseKey(TESSERA_KEY)]);
    assert.equal(checkpoint.size, BigInt(size));
    const tree = new GrowingTree();
    for (const tile of tilesOf(size, "entries")) {
      for (const entry of readBundle(read(`tessera/testdata/log/${tile.path}`))) tree.append(leafHash(entry));
    }
    assert.equal(tree.size, size);
    assert.deepEqual(Buffer.from(tree.root()), checkpoint.root);
  }
});

interface Wycheproof {
  numberOfTests: number;
  testGroups: {
    publicKey: string | { pk: string };
    tagSize?: number;
    tests: { msg: string; sig: string; key: string; tag: string; ctx?: string; result: string; tcId: number }[];
  }[];
}

const wycheproof = (name: string): Wycheproof => JSON.parse(read(`wycheproof/${name}_test.json`).toString("utf8")) as Wycheproof;
const hex = (text: string | undefined): Buffer => Buffer.from(text ?? "", "hex");

test("Wycheproof's Ed25519", { skip: skipWithout("wycheproof") }, () => {
  const document = wycheproof("ed25519");
  let judged = 0;
  for (const group of document.testGroups) {
    for (const given of group.tests) {
      const key = hex((group.publicKey as { pk: string }).pk);
      assert.equal(verifyEd25519(key, hex(given.msg), hex(given.sig)), given.result === "valid", `case ${given.tcId}`);
      judged += 1;
    }
  }
  assert.equal(judged, document.numberOfTests);
});

test("Wycheproof's ML-DSA-44", { skip: skipWithout("wycheproof") }, () => {
  const document = wycheproof("mldsa_44_verify");
  let judged = 0;
  for (const group of document.testGroups) {
    for (const given of group.tests) {
      const accepted = verifyMlDsa44(hex(group.publicKey as string), hex(given.msg), hex(given.sig), hex(given.ctx));
      assert.equal(accepted, given.result === "valid", `case ${given.tcId}`);
      judged += 1;
    }
  }
  assert.equal(judged, document.numberOfTests);
});

test("Wycheproof's HMAC-SHA-256", { skip: skipWithout("wycheproof") }, () => {
  for (const group of wycheproof("hmac_sha256").testGroups) {
    for (const given of group.tests) {
      const tag = hmacSha256(hex(given.key), hex(given.msg)).subarray(0, (group.tagSize ?? 0) / 8);
      assert.equal(tag.toString("hex") === given.tag, given.result === "valid", `case ${given.tcId}`);
    }
  }
});

/** By their first bytes: tags, floats and simple values, keys that are no texts, indefinite lengths. */
const OUTSIDE = /^(?:[cd]|f(?![456]$)|a201|[579b]f|83018202039f|83019f|826161bf)/;

test("RFC 8949, appendix A", { skip: skipWithout("cbor") }, () => {
  const cases = JSON.parse(read("cbor/appendix_a.json").toString("utf8")) as { hex: string; decoded?: unknown }[];
  let kept = 0;
  for (const given of cases) {
    const data = hex(given.hex);
    const accepted = accepts(() => assert.deepEqual(encodeCbor(decodeCbor(data)), data));
    assert.equal(accepted, !OUTSIDE.test(given.hex), given.hex);
    if (!accepted) continue;
    kept += 1;
    if (given.decoded !== undefined) assert.deepEqual(plain(decodeCbor(data)), given.decoded, given.hex);
  }
  assert.ok(kept > 30 && kept < cases.length, `${kept} of ${cases.length}`);
});

/** As JSON.parse would give it. */
function plain(value: Cbor): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "bigint" ? Number(value) : value;
}

test("dag-cbor of the IPLD fixtures", { skip: skipWithout("ipld-codec") }, () => {
  let judged = 0;
  for (const file of list("ipld-codec/fixtures", ".dag-cbor")) {
    const name = file.split("/").at(-1)?.replace(".dag-cbor", "") ?? "";
    const data = read(`ipld-codec/fixtures/${file}`);
    assert.ok(matches(parseCid(name), data), file);
    assert.ok(accepts(() => void decodeBlock(data)), file);
    assert.ok(!accepts(() => void decodeBlock(Buffer.concat([data, Buffer.of(0)]))), file);
    judged += 1;
  }
  assert.ok(judged > 50, `${judged} fixtures`);
});
