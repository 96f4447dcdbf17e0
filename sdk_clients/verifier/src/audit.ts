/** What an auditor hands over, and what the steps learn from one another. */

import type { Artefact } from "./artefacts.js";
import type { Checkpoint, SignedCheckpoint } from "./checkpoints.js";
import type { Container } from "./container.js";
import type { EpochRecord, Slot } from "./epochs.js";
import type { Json } from "./json.js";
import type { RecomputedLog } from "./log.js";
import type { VerifierKey } from "./notes.js";
import { refuse, type NotDue, type Refusal } from "./refusal.js";
import type { Trust } from "./trust.js";

/** receipts, openings, artefacts: null when none were given. nowUs: the auditor's own time. blocks: what was checked of CARs, or why not. */
export interface Handed {
  readonly files: Container;
  readonly trust: Trust | null;
  readonly kept: readonly Buffer[];
  readonly receipts: readonly Json[] | null;
  readonly openings: readonly Json[] | null;
  readonly artefacts: readonly Artefact[] | null;
  readonly chainProofs: readonly Json[];
  readonly blocks: string | Refusal | NotDue | null;
  readonly nowUs: bigint;
}

export class Audit {
  readonly files: Container;
  checkpoints: Checkpoint[] = [];
  /** The export's own list of signed checkpoints, and the keys of its log that it names, pinned or not. */
  published: SignedCheckpoint[] = [];
  namedKeys: readonly VerifierKey[] = [];
  private knownHead: Checkpoint | null = null;
  private knownLog: RecomputedLog | null = null;
  /** The super-log, once it was verified: its records, and its root at each size. */
  records: readonly EpochRecord[] | null = null;
  superRoots: readonly Uint8Array[] = [];
  /** The log's slots, by epoch. */
  readonly slots = new Map<bigint, Slot>();

  constructor(readonly handed: Handed, readonly trust: Trust) {
    this.files = handed.files;
  }

  get head(): Checkpoint {
    return this.knownHead ?? refuse("there is no checkpoint");
  }

  set head(checkpoint: Checkpoint) {
    this.knownHead = checkpoint;
  }

  get log(): RecomputedLog {
    return this.knownLog ?? refuse("the log was not recomputed");
  }

  set log(log: RecomputedLog) {
    this.knownLog = log;
  }
}
