/** An exported log, recomputed from zero, and all else that was pinned or handed over. */

import { checkArtefacts } from "./artefacts.js";
import { Audit, type Handed } from "./audit.js";
import { equal, fromUtf8, sha256 } from "./bytes.js";
import { checkChain } from "./chain.js";
import { readCheckpoint, requireKinds, sameCheckpoint, type Checkpoint } from "./checkpoints.js";
import type { Container } from "./container.js";
import { checkErasures, idsAsked } from "./erasures.js";
import { logOf } from "./ids.js";
import { integer, parseJson, record, text } from "./json.js";
import { checkKeys } from "./keys.js";
import { numberedLines } from "./lines.js";
import { RecomputedLog } from "./log.js";
import { sameKey } from "./notes.js";
import { parseReceipt, verifyReceipt, type Receipt } from "./receipts.js";
import { NotDue, refuse } from "./refusal.js";
import { Report, type Step } from "./report.js";
import { run } from "./single.js";
import { checkEpochs, checkSuper, checkWitnesses, isOfSuperLog } from "./super.js";
import { readBundle, tilesOf, WIDTH } from "./tiles.js";
import { covers, parseTrust } from "./trust.js";

/** What a step still lacks: nothing, something that is always owed, or something that nobody asked for. */
type Lack = null | { readonly reason: string; readonly owed: boolean };

/** Every step, in order of running, and what it lacks. */
function stepsFor(handed: Handed): readonly (readonly [Step, Lack])[] {
  const { trust, receipts, openings, artefacts, chainProofs, blocks, kept } = handed;
  const pinsChain = trust !== null && trust.contracts.length > 0;
  const hasQuorum = trust !== null && trust.quorum > 0;
  const hasSuper = trust !== null && trust.superKeys.length > 0;
  const asksSuper = hasSuper || hasQuorum || pinsChain || chainProofs.length > 0 || kept.some(isOfSuperLog);
  const always = (isThere: boolean, reason: string): Lack => (isThere ? null : { reason, owed: true });
  const asked = (isAsked: boolean, reason: string): Lack => (isAsked ? null : { reason, owed: false });
  return [
    ["blocks", asked(blocks !== null, "the input is no CAR")],
    ["files", null],
    ["trust", always(trust !== null, "no pinned keys were given")],
    ["checkpoints", null],
    ["entries", null],
    ["tree", null],
    ["history", null],
    ["receipts", always(receipts !== null, "no receipts were given")],
    ["witnesses", asked(hasQuorum, "no witnesses and quorum are pinned")],
    ["super", asked(asksSuper, "no super key is pinned")],
    ["epochs", asked(asksSuper, "no super key is pinned")],
    ["chain", asked(pinsChain || chainProofs.length > 0, "no contract is pinned")],
    ["erasures", asked(openings !== null, "no openings were given")],
    ["artefacts", asked(artefacts !== null, "no artefacts were given")],
  ];
}

/** Run every step that is owed, in order, up to the first that fails; what can say neither yes nor no stops none but that of trust. */
export function verifyBundle(handed: Handed): Report {
  const steps = stepsFor(handed);
  const owed = steps.filter(([, lack]) => lack === null || lack.owed);
  const report = new Report(...owed.map(([step]) => step));
  for (const [step, lack] of steps) if (lack !== null && !lack.owed) report.waive(step, lack.reason);
  const { trust, files } = handed;
  const audit = trust === null ? null : new Audit(handed, trust);
  for (const [step, lack] of owed) {
    if (lack !== null) report.notRun(step, lack.reason);
    else if (step === "blocks") run(report, step, () => checkBlocks(handed));
    else run(report, step, () => (step === "files" ? checkFiles(files) : check(step, audit ?? refuse("no pinned keys were given"))));
    if (report.hasFailed || (step === "trust" && lack !== null) || handed.blocks instanceof NotDue) break;
  }
  return report;
}

/** Blocks were held against their CIDs while the CARs were opened. */
function checkBlocks({ blocks }: Handed): string {
  if (blocks instanceof Error) throw blocks;
  return blocks ?? refuse("the input is no CAR");
}

function check(step: Step, audit: Audit): string {
  switch (step) {
    case "trust":
      return checkTrust(audit);
    case "checkpoints":
      return checkCheckpoints(audit);
    case "entries":
      return checkEntries(audit);
    case "tree":
      return checkTree(audit);
    case "history":
      return checkHistory(audit);
    case "receipts":
      return checkReceipts(audit);
    case "witnesses":
      return checkWitnesses(audit);
    case "super":
      return checkSuper(audit);
    case "epochs":
      return checkEpochs(audit);
    case "chain":
      return checkChain(audit);
    case "erasures":
      return checkErasures(audit);
    case "artefacts":
      return checkArtefacts(audit);
    default:
      throw new Error(`a bundle has no step ${step}`);
  }
}

/** Hold every file against the manifest, which names each other file with its SHA-256. */
function checkFiles(files: Container): string {
  const fields = record(parseJson(files.read("manifest.json")), ["v", "files"]);
  const listed = fields.get("files");
  if (integer(fields, "v") !== 1n || !(listed instanceof Map)) return refuse("the manifest is of another version");
  const names = files.names();
  for (const name of names) if (name !== "manifest.json" && !listed.has(name)) refuse(`${name} is not listed`);
  for (const name of listed.keys()) {
    if (!names.has(name) || name === "manifest.json") refuse(`${name} is missing`);
    if (sha256(files.read(name)).toString("hex") !== text(listed, name)) refuse(`${name} is not the file that was exported`);
  }
  return `${listed.size} files are as exported`;
}

function checkTrust(audit: Audit): string {
  const { logKeys, receiptKeys } = audit.trust;
  const named = parseTrust(fromUtf8(audit.files.read("keys.txt")));
  if (logKeys.length === 0 || receiptKeys.length === 0) refuse("a log key and a receipts key must both be pinned");
  if (!covers(audit.trust, named)) refuse("the export names a key that is not pinned, nor of a log of which one is");
  audit.namedKeys = named.logKeys;
  return `${logKeys.length} log and ${receiptKeys.length} receipt keys are pinned`;
}

function checkCheckpoints(audit: Audit): string {
  const pinned = audit.trust.logKeys;
  const keys = [...pinned, ...audit.namedKeys.filter((key) => !pinned.some((other) => sameKey(key, other)))];
  const signedHead = readCheckpoint(audit.files.read("checkpoint"), keys);
  requireKinds(signedHead, pinned);
  const head = signedHead.checkpoint;
  logOf(head.origin);
  let before: Checkpoint | undefined;
  for (const line of numberedLines(audit.files, "checkpoints/")) {
    const note = parseJson(line);
    if (typeof note !== "string") return refuse("a line of the checkpoints is not a text");
    const signed = readCheckpoint(Buffer.from(note, "utf8"), keys);
    const checkpoint = signed.checkpoint;
    if (before !== undefined && checkpoint.size <= before.size) refuse(`the checkpoint of ${checkpoint.size} entries does not grow`);
    audit.checkpoints.push(checkpoint);
    audit.published.push(signed);
    before = checkpoint;
  }
  if (before === undefined || !sameCheckpoint(before, head)) refuse("the newest checkpoint is not the last of the list");
  const kept = audit.handed.kept.filter((note) => !isOfSuperLog(note));
  for (const note of kept) audit.checkpoints.push(readCheckpoint(note, keys).checkpoint);
  if (audit.checkpoints.some((checkpoint) => checkpoint.origin !== head.origin)) refuse("a checkpoint is another log's");
  audit.head = head;
  return `${audit.checkpoints.length} signed checkpoints, ${kept.length} of them kept by the auditor`;
}

function checkEntries(audit: Audit): string {
  const bundles = [...audit.files.names()].filter((name) => name.startsWith("tile/entries/")).length;
  if (audit.head.size > BigInt(bundles * WIDTH)) refuse(`the export does not hold the ${audit.head.size} entries of its checkpoint`);
  const size = Number(audit.head.size);
  const log = new RecomputedLog(logOf(audit.head.origin), size, idsAsked(audit.handed.openings ?? []));
  for (const tile of tilesOf(size, "entries")) {
    const entries = readBundle(audit.files.read(tile.path));
    if (entries.length !== tile.width) refuse(`${tile.path} does not hold ${tile.width} entries`);
    log.addTile(entries);
  }
  audit.log = log;
  return `${size} entries are well formed, in this log, each once`;
}

function checkTree(audit: Audit): string {
  const { log, files } = audit;
  const known = new Set<string>();
  for (const tile of tilesOf(log.size, "entries")) known.add(tile.path);
  for (let level = 0; log.row(level).length > 0; level += 1) {
    for (const tile of tilesOf(log.size, level)) {
      known.add(tile.path);
      const hashes = log.row(level)[tile.index];
      if (hashes === undefined || !equal(files.read(tile.path), hashes)) refuse(`${tile.path} is not what the entries lead to`);
    }
  }
  for (const name of files.names()) {
    if (name.startsWith("tile/") && !known.has(name)) refuse(`${name} is not a tile of this tree`);
  }
  if (!equal(log.root(), audit.head.root)) refuse("the entries do not lead to the root that was signed");
  return `${known.size} tiles and the root of ${log.size} entries are as recomputed`;
}

function checkHistory(audit: Audit): string {
  const roots = audit.log.rootsAt(audit.checkpoints.map((checkpoint) => checkpoint.size));
  for (const { size, root } of audit.checkpoints) {
    const recomputed = roots.get(size);
    if (recomputed === undefined || !equal(recomputed, root)) refuse(`the log of ${size} entries had another root: history was rewritten`);
  }
  return `the log continues each of ${audit.checkpoints.length} checkpoints; ${checkKeys(audit)}`;
}

function checkReceipts(audit: Audit): string {
  const receipts = (audit.handed.receipts ?? []).map(parseReceipt);
  if (receipts.length === 0) refuse("the file of receipts is empty");
  const genuine = new Set<string>();
  let waiting = 0;
  for (const receipt of receipts) {
    verifyReceipt(receipt, audit.trust.receiptKeys, genuine);
    if (!isKept(audit, receipt)) waiting += 1;
  }
  if (waiting > 0) throw new NotDue(`${waiting} receipts are not due yet and not in this export: take a newer one`);
  return `${receipts.length} receipts were kept`;
}

/** False while the promise need not be kept yet; refused when it was broken. */
function isKept(audit: Audit, receipt: Receipt): boolean {
  if (!equal(receipt.log, logOf(audit.head.origin))) refuse(`the receipt of ${receipt.entryId} is for another log`);
  const index = audit.log.eids.find(receipt.eid);
  if (index !== undefined) return equal(audit.log.leaf(index), receipt.leaf) || refuse(`${receipt.entryId} was promised with another content`);
  if (receipt.dueUs < audit.handed.nowUs) refuse(`${receipt.entryId} was promised and is not in the log: omitted`);
  return false;
}
