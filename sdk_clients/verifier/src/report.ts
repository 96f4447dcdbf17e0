/** What a verification owes, step by step, and the exit code that follows. */

export const STEPS = {
  files: 10,
  trust: 11,
  checkpoints: 12,
  entries: 13,
  tree: 14,
  history: 15,
  receipts: 16,
  inclusion: 17,
  commitment: 18,
  witnesses: 19,
  super: 20,
  epochs: 21,
  chain: 22,
  erasures: 23,
  artefacts: 24,
  blocks: 25,
} as const;

export type Step = keyof typeof STEPS;
export type State = "passed" | "failed" | "not_run" | "not_owed";

export const EXIT = { verified: 0, fault: 1, usage: 2, incomplete: 3, unreadable: 4 } as const;

export interface Result {
  readonly step: Step;
  readonly code: number;
  readonly state: State;
  readonly detail: string;
}

/** Every step that is owed begins as not run: one that is forgotten can never pass. The others are named, so that silence proves nothing. */
export class Report {
  private readonly results: Map<Step, Result>;
  readonly notOwed: Result[] = [];

  constructor(...steps: Step[]) {
    this.results = new Map();
    for (const step of steps) this.results.set(step, result(step, "not_run", "an earlier step did not pass"));
  }

  passed(step: Step, detail: string): void {
    this.settle(step, "passed", detail);
  }

  failed(step: Step, detail: string): void {
    this.settle(step, "failed", detail);
  }

  notRun(step: Step, detail: string): void {
    this.settle(step, "not_run", detail);
  }

  /** Say what would have to be pinned or handed over for a step to be owed. */
  waive(step: Step, detail: string): void {
    if (this.results.has(step)) throw new Error(`the step ${step} is owed`);
    this.notOwed.push(result(step, "not_owed", detail));
  }

  get steps(): Result[] {
    return [...this.results.values()];
  }

  get hasFailed(): boolean {
    return this.steps.some((each) => each.state === "failed");
  }

  /** The code of the first step that failed; 3 when none did but one did not run; 0 when all passed, and there is one. */
  get exitCode(): number {
    const failed = this.steps.find((each) => each.state === "failed");
    if (failed !== undefined) return failed.code;
    const complete = this.steps.length > 0 && this.steps.every((each) => each.state === "passed");
    return complete ? EXIT.verified : EXIT.incomplete;
  }

  private settle(step: Step, state: State, detail: string): void {
    if (!this.results.has(step)) throw new Error(`the report has no step ${step}`);
    this.results.set(step, result(step, state, detail));
  }
}

function result(step: Step, state: State, detail: string): Result {
  return { step, code: STEPS[step], state, detail };
}
