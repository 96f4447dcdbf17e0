/** Verification of one document with the proof of its entry. */

import { equal } from "./bytes.js";
import type { Entry } from "./entries.js";
import type { Json } from "./json.js";
import { parseOpening, verifyOpening } from "./openings.js";
import { checkCheckpoint, checkEntry, checkInclusion, parseProof, type Proof } from "./proofs.js";
import { parseReceipt, verifyReceipt, type Receipt } from "./receipts.js";
import { NotDue, Refusal, refuse } from "./refusal.js";
import { Report, type Step } from "./report.js";
import { verifyRow } from "./rows.js";
import type { Trust } from "./trust.js";

const OF_PROOF = ["checkpoints", "entries", "inclusion"] as const;

export function verifyProof(document: Json, trust: Trust | null): Report {
  const report = new Report("trust", ...OF_PROOF);
  if (isTrusted(report, trust, false)) runProof(report, document, trust);
  return report;
}

/** proof: undefined when none was handed over. */
export function verifyReceiptWithProof(document: Json, proof: Json | undefined, trust: Trust | null): Report {
  const report = new Report("trust", "receipts", ...OF_PROOF);
  if (!isTrusted(report, trust, true)) return report;
  let receipt: Receipt | null = null;
  run(report, "receipts", () => {
    receipt = parseReceipt(document);
    verifyReceipt(receipt, trust.receiptKeys);
    return `the entry ${receipt.entryId} was promised to the log`;
  });
  const promised = receipt as Receipt | null;
  if (promised === null || report.exitCode !== 3) return report;
  if (proof === undefined) {
    for (const step of OF_PROOF) report.notRun(step, "no proof was given");
    return report;
  }
  const found = runProof(report, proof, trust);
  if (found !== null && !isKept(promised, found.proof)) report.failed("inclusion", "the proof is of another entry than the receipt");
  return report;
}

export function verifyOpeningWithProof(document: Json, proof: Json, trust: Trust | null): Report {
  return withCommitment(proof, trust, (entry) => {
    const opening = parseOpening(document);
    if (!equal(opening.eid, entry.eid)) refuse("the opening is of another entry");
    verifyOpening(opening, entry.pc);
    return "the payload is what the entry committed to";
  });
}

export function verifyBatchRow(document: Json, proof: Json, trust: Trust | null, line: string | null): Report {
  return withCommitment(proof, trust, (entry) => `the entry commits to ${verifyRow(document, entry, line)}`);
}

function withCommitment(proof: Json, trust: Trust | null, check: (entry: Entry) => string): Report {
  const report = new Report("trust", ...OF_PROOF, "commitment");
  if (!isTrusted(report, trust, false)) return report;
  const found = runProof(report, proof, trust);
  if (found !== null) run(report, "commitment", () => check(found.entry));
  return report;
}

function isTrusted(report: Report, trust: Trust | null, receipts: boolean): trust is Trust {
  if (trust === null) {
    report.notRun("trust", "no pinned keys were given");
    return false;
  }
  if (trust.logKeys.length === 0 || (receipts && trust.receiptKeys.length === 0)) {
    report.failed("trust", receipts ? "a log key and a receipts key must both be pinned" : "no log key is pinned");
    return false;
  }
  report.passed("trust", `${trust.logKeys.length} log keys are pinned`);
  return true;
}

/** Run the steps of a proof. Returns: what it proves, once all passed. A document that is no proof fails at the last of them. */
function runProof(report: Report, document: Json, trust: Trust): { proof: Proof; entry: Entry } | null {
  let step: Step = "inclusion";
  try {
    const proof = parseProof(document);
    step = "checkpoints";
    const checkpoint = checkCheckpoint(proof, trust.logKeys);
    report.passed(step, `${checkpoint.origin} signed its ${checkpoint.size} entries`);
    step = "entries";
    const entry = checkEntry(proof);
    report.passed(step, `${entry.typ} is well formed`);
    step = "inclusion";
    checkInclusion(proof, checkpoint);
    report.passed(step, `it is entry ${proof.index} of ${checkpoint.size}`);
    return { proof, entry };
  } catch (error) {
    settle(report, step, error);
    return null;
  }
}

/** Run one step and write down how it went. Returns: whether it passed. */
export function run(report: Report, step: Step, check: () => string): boolean {
  try {
    report.passed(step, check());
    return true;
  } catch (error) {
    settle(report, step, error);
    return false;
  }
}

function settle(report: Report, step: Step, error: unknown): void {
  if (error instanceof Refusal) report.failed(step, error.message);
  else if (error instanceof NotDue) report.notRun(step, error.message);
  else throw error;
}

function isKept(receipt: Receipt, proof: Proof): boolean {
  return equal(receipt.log, proof.log) && equal(receipt.eid, proof.eid) && equal(receipt.leaf, proof.leaf);
}
