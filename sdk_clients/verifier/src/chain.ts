/** Step CHAIN: that the contract which the auditor pinned holds the super-log's root, in a block that the auditor pinned. */

import type { Audit } from "./audit.js";
import { equal } from "./bytes.js";
import { integer, parseJson, record, type Fields, type Json } from "./json.js";
import { splitLines } from "./lines.js";
import { CLOCK_TOLERANCE_US } from "./log.js";
import { NotDue, refuse } from "./refusal.js";
import { decodeRlp, decodeRlpList } from "./rlp.js";
import { Signatures, signedRoots, type SignedRoot } from "./roots.js";
import { keccak256, valueAt } from "./trie.js";
import { hasPin, type Pin } from "./trust.js";

/** Where `LogAnchor` keeps its mapping of epochs to roots. */
const ROOTS_SLOT = 6n;
/** Where it keeps, from the lowest byte on: paused (1), latestEpoch (8), frozen (1), signer (20). */
const STATE_SLOT = 5n;
const PROOF_FIELDS = ["chain_id", "contract", "epoch", "header", "account_proof", "storage_proof"] as const;
const ANCHOR_FIELDS = ["epoch", "chain_id", "contract", "root", "tx_hash", "block_number", "block_hash", "bundle_digest"] as const;
/** Places in the list that a block's header is; the last second of the year 9999. */
const [STATE_ROOT, NUMBER, TIME, HEADER_FIELDS_MIN, TIME_MAX_S] = [3, 8, 11, 15, 253_402_300_799n];
const NODES_MAX = 64;

interface ChainProof {
  readonly contract: Pin;
  readonly epoch: bigint;
  readonly header: Buffer;
  readonly account: readonly Buffer[];
  readonly storage: readonly Buffer[];
  readonly state: readonly Buffer[] | null;
}

/** What the contract says of itself. signer: the address of who signs roots. */
interface ContractState {
  readonly isFrozen: boolean;
  readonly signer: Buffer;
}

interface Signer {
  readonly contract: Pin;
  readonly signer: Buffer;
}

export function checkChain(audit: Audit): string {
  const { contracts, blocks } = audit.trust;
  if (contracts.length === 0) throw new NotDue("no contract is pinned");
  if (blocks.length === 0) throw new NotDue("no block is pinned");
  if (audit.handed.chainProofs.length === 0) throw new NotDue("no chain proof was given");
  if (audit.records === null || audit.slots.size === 0) throw new NotDue("the super-log was not verified");
  checkListed(audit);
  const signed = checkSigned(audit);
  const proofs = audit.handed.chainProofs.map(parseProof);
  const signers: Signer[] = [];
  const said = proofs.map((proof) => checkProof(audit, proof, signers));
  for (const pin of contracts) {
    const isProven = proofs.some((proof) => hasPin([pin], proof.contract.chainId, proof.contract.value));
    if (!isProven) throw new NotDue(`no chain proof was given of the contract 0x${pin.value.toString("hex")} on chain ${pin.chainId}`);
  }
  return [...said, holdToSigners(signed, signers)].join("; ");
}

function parseProof(document: Json): ChainProof {
  const tellsState = document instanceof Map && document.has("state_proof");
  const fields = record(document, tellsState ? [...PROOF_FIELDS, "state_proof"] : PROOF_FIELDS);
  return {
    contract: contractOf(fields),
    epoch: integer(fields, "epoch"),
    header: prefixedHex(fields.get("header")),
    account: nodesOf(fields, "account_proof"),
    storage: nodesOf(fields, "storage_proof"),
    state: tellsState ? nodesOf(fields, "state_proof") : null,
  };
}

function checkProof(audit: Audit, proof: ChainProof, signers: Signer[]): string {
  const { chainId, value: address } = proof.contract;
  if (!hasPin(audit.trust.contracts, chainId, address)) refuse(`the contract 0x${address.toString("hex")} on chain ${chainId} is not pinned`);
  if (!hasPin(audit.trust.blocks, chainId, keccak256(proof.header))) refuse("the header's hash is not that of a pinned block");
  const header = decodeRlpList(proof.header);
  if (header.length < HEADER_FIELDS_MIN) refuse("the header is not a block's");
  const [stateRoot, number, time] = [STATE_ROOT, NUMBER, TIME].map((place) => header[place]) as [Buffer, Buffer, Buffer];
  const account = decodeRlpList(valueAt(stateRoot, address, proof.account));
  const storageRoot = account[2];
  if (account.length !== 4 || storageRoot === undefined) return refuse("the account is not one");
  const root = wordAt(storageRoot, storageKey(proof.epoch), proof.storage);
  const state = proof.state === null ? null : stateOf(wordAt(storageRoot, wordOf(STATE_SLOT), proof.state));
  if (state?.isFrozen === true) refuse(`the contract 0x${address.toString("hex")} on chain ${chainId} is frozen: its signer signed two roots of one epoch`);
  const timeS = numberOf(time);
  if (timeS > TIME_MAX_S) refuse("the header states a time beyond any calendar");
  const said = holdAgainst(audit, proof, state, root, `block ${numberOf(number)} of chain ${chainId}`, timeS);
  if (state !== null) signers.push({ contract: proof.contract, signer: state.signer });
  return said;
}

/** Read the signed roots of pinned contracts: each is the super-log's, and was signed by the key that it names. */
function checkSigned(audit: Audit): SignedRoot[] {
  const signed = signedRoots(audit.files).filter(({ contract }) => hasPin(audit.trust.contracts, contract.chainId, contract.value));
  const signatures = new Signatures();
  for (const one of signed) {
    signatures.require(one);
    const expected = rootOf(audit, one.epoch);
    if (expected === undefined || !equal(expected, one.root)) refuse(`another root of epoch ${one.epoch} than the super-log's was signed: proveEquivocation takes that line`);
  }
  return signed;
}

/** Every root was signed by who signs for its contract, as the block of a proof tells. */
function holdToSigners(signed: readonly SignedRoot[], signers: readonly Signer[]): string {
  for (const { contract, epoch, signer } of signed) {
    const isKnown = signers.some((one) => hasPin([one.contract], contract.chainId, contract.value) && equal(one.signer, signer));
    if (!isKnown) throw new NotDue(`the root of epoch ${epoch} was signed by 0x${signer.toString("hex")}, who is not the signer of the contract in that block`);
  }
  if (signed.length === 0) return "the export holds no root signed by the contract's signer";
  return `${signed.length} roots were signed by the contract's signer`;
}

/** Hold what the contract has against the super-log. */
function holdAgainst(audit: Audit, proof: ChainProof, state: ContractState | null, root: Buffer, block: string, timeS: bigint): string {
  const expected = rootOf(audit, proof.epoch);
  if (expected === undefined || !equal(expected, root)) refuse(`the contract holds another root of epoch ${proof.epoch}: two super-logs`);
  const told = audit.records?.[Number(proof.epoch) - 1] ?? refuse(`there is no epoch ${proof.epoch}`);
  if (told.ts > timeS * 1_000_000n + BigInt(CLOCK_TOLERANCE_US)) refuse(`epoch ${proof.epoch} states a time after that of the block that holds it`);
  const slot = audit.slots.get(proof.epoch);
  if (slot === undefined) throw new NotDue(`the log has no slot in epoch ${proof.epoch} yet: take the proof of a later one`);
  if (state === null) throw new NotDue("the chain proof does not tell whether the contract is frozen: make it anew");
  return `${block} holds epoch ${proof.epoch} and with it ${slot.size} entries`;
}

/** Hold the list of anchors against the super-log: it is no proof, but a wrong line in it is a lie. */
function checkListed(audit: Audit): void {
  if (!audit.files.names().has("super/anchors.jsonl")) return;
  for (const line of splitLines(audit.files.read("super/anchors.jsonl"))) {
    const fields = record(parseJson(line), ANCHOR_FIELDS);
    const contract = contractOf(fields);
    for (const name of ["tx_hash", "block_hash", "bundle_digest"]) prefixedHex(fields.get(name), 32);
    integer(fields, "block_number");
    const epoch = integer(fields, "epoch");
    const root = prefixedHex(fields.get("root"), 32);
    if (!hasPin(audit.trust.contracts, contract.chainId, contract.value)) continue;
    const expected = rootOf(audit, epoch);
    if (expected === undefined || !equal(expected, root)) refuse(`an anchor names another root of epoch ${epoch} than the super-log's`);
  }
}

/** The super-log's root at an epoch; epochs count from 1. */
function rootOf(audit: Audit, epoch: bigint): Uint8Array | undefined {
  return epoch < 1n ? undefined : audit.superRoots[Number(epoch)];
}

/** Solidity's place of `_roots[epoch]`. */
function storageKey(epoch: bigint): Buffer {
  return keccak256(Buffer.concat([wordOf(epoch), wordOf(ROOTS_SLOT)]));
}

function wordOf(value: bigint): Buffer {
  const word = Buffer.alloc(32);
  word.writeBigUInt64BE(value, 24);
  return word;
}

function wordAt(storageRoot: Buffer, key: Buffer, nodes: readonly Buffer[]): Buffer {
  const stored = decodeRlp(valueAt(storageRoot, key, nodes));
  if (!Buffer.isBuffer(stored) || stored.length === 0 || stored.length > 32 || stored[0] === 0) return refuse("what is stored is not a word");
  return Buffer.concat([Buffer.alloc(32 - stored.length), stored]);
}

function stateOf(word: Buffer): ContractState {
  return { isFrozen: word[22] !== 0, signer: word.subarray(2, 22) };
}

function contractOf(fields: Fields): Pin {
  return { chainId: integer(fields, "chain_id"), value: prefixedHex(fields.get("contract"), 20) };
}

function nodesOf(fields: Fields, name: string): Buffer[] {
  const nodes = fields.get(name);
  if (!Array.isArray(nodes) || nodes.length > NODES_MAX) return refuse(`${name} is not a list of at most ${NODES_MAX} nodes`);
  return nodes.map((node) => prefixedHex(node));
}

function prefixedHex(value: Json | undefined, length?: number): Buffer {
  if (typeof value !== "string" || value.length % 2 !== 0 || !/^0x[0-9a-fA-F]*$/.test(value) || value.endsWith("\n")) {
    return refuse("expected 0x and bytes in hex");
  }
  const data = Buffer.from(value.slice(2), "hex");
  return length === undefined || data.length === length ? data : refuse(`expected 0x and ${length} bytes in hex`);
}

function numberOf(data: Buffer): bigint {
  return data.length === 0 ? 0n : BigInt(`0x${data.toString("hex")}`);
}
