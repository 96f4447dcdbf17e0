/**
 * What an auditor pins, one fact a line; empty lines, and those that begin with #, say nothing. `log`, `receipts`, `super` and `witness`
 * name a key, `quorum` how many witnesses must have cosigned, `chain` a chain id and a contract, `block` a chain id and the hash of a block
 * (docs/decisions/0051).
 */

import { equal } from "./bytes.js";
import { parseKey, sameKey, type VerifierKey } from "./notes.js";
import { refuse, refusedAs, Refusal } from "./refusal.js";

/** value: the address of a contract, 20 bytes, or the hash of a block, 32. */
export interface Pin {
  readonly chainId: bigint;
  readonly value: Buffer;
}

export interface Trust {
  readonly logKeys: readonly VerifierKey[];
  readonly receiptKeys: readonly VerifierKey[];
  readonly superKeys: readonly VerifierKey[];
  readonly witnessKeys: readonly VerifierKey[];
  /** 0 where no witness is pinned. */
  readonly quorum: number;
  readonly contracts: readonly Pin[];
  readonly blocks: readonly Pin[];
}

const USES = ["log", "receipts", "super", "witness", "quorum", "chain", "block"] as const;
type Use = (typeof USES)[number];

export function parseTrust(text: string): Trust {
  const facts = new Map<Use, string[]>(USES.map((use) => [use, []]));
  for (const [at, line] of text.split("\n").entries()) {
    const trimmed = line.replace(/^[ \t\r]+|[ \t\r]+$/g, "");
    if (trimmed === "" || line.startsWith("#")) continue;
    const gap = trimmed.indexOf(" ");
    const listed = facts.get((gap < 0 ? trimmed : trimmed.slice(0, gap)) as Use);
    if (listed === undefined) return refuse(`line ${at + 1} does not begin with ${USES.join(", ")}`);
    listed.push(gap < 0 ? "" : trimmed.slice(gap + 1));
  }
  const of = (use: Use): string[] => facts.get(use) ?? [];
  const keys = (use: Use): VerifierKey[] =>
    of(use).map((value) => refusedAs((reason) => new Refusal(`${use} ${value}: ${reason}`), () => parseKey(value)));
  const witnessKeys = keys("witness");
  const contracts = of("chain").map((value) => parsePin(value, 20));
  const blocks = of("block").map((value) => parsePin(value, 32));
  if (!blocks.every((block) => contracts.some((pin) => pin.chainId === block.chainId))) {
    refuse("a block is pinned of a chain on which no contract is");
  }
  return {
    logKeys: keys("log"),
    receiptKeys: keys("receipts"),
    superKeys: keys("super"),
    witnessKeys,
    quorum: parseQuorum(of("quorum"), witnessKeys),
    contracts,
    blocks,
  };
}

/** Whoever pins witnesses says how many. A key counts once, under however many names it is pinned. */
function parseQuorum(values: readonly string[], witnesses: readonly VerifierKey[]): number {
  if (values.length === 0 && witnesses.length === 0) return 0;
  const most = new Set(witnesses.map((key) => key.publicKey.toString("hex"))).size;
  const [value = ""] = values;
  if (values.length !== 1 || !isNumber(value) || BigInt(value) > BigInt(most)) refuse(`the quorum is not one number from 1 to ${most}`);
  return Number(value);
}

function parsePin(text: string, length: number): Pin {
  const [chain = "", encoded = "", more] = text.split(" ");
  const hex = encoded.startsWith("0x") ? encoded.slice(2) : "";
  if (more !== undefined || !isNumber(chain) || hex.length !== 2 * length || !/^[0-9a-fA-F]+$/.test(hex)) {
    refuse(`${JSON.stringify(text)} is not a chain id and 0x with ${length} bytes in hex`);
  }
  return { chainId: BigInt(chain), value: Buffer.from(hex, "hex") };
}

function isNumber(text: string): boolean {
  return /^[1-9][0-9]{0,18}$/.test(text) && !text.endsWith("\n");
}

/**
 * Whether what an export names may be believed: every receipts key is pinned; one key at least of the super-log, where one is pinned; and of
 * each log of which it names a key one key is pinned, from which the log's own history leads to the others.
 */
export function covers(trust: Trust, named: Trust): boolean {
  const isPinned = (key: VerifierKey, pinned: readonly VerifierKey[]): boolean => pinned.some((other) => sameKey(key, other));
  const known = named.logKeys.filter((key) => isPinned(key, trust.logKeys));
  return (
    named.receiptKeys.every((key) => isPinned(key, trust.receiptKeys)) &&
    (trust.superKeys.length === 0 || named.superKeys.length === 0 || named.superKeys.some((key) => isPinned(key, trust.superKeys))) &&
    named.logKeys.every((key) => known.some((other) => other.name === key.name))
  );
}

export function hasPin(pins: readonly Pin[], chainId: bigint, value: Buffer): boolean {
  return pins.some((pin) => pin.chainId === chainId && equal(pin.value, value));
}
