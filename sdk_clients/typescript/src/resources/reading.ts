/** What is read: versions of models, rulesets, the ledger, and who calls. */

import type {
  CheckpointPage, EntryProof, LedgerEntry, LedgerKeys, ListModelVersionsData, PrincipalView, RulesetVersionPage, RulesetVersionView,
  RulesetView, SignedCheckpoint, VersionPage, VersionView,
} from "../core/types.gen.js";
import { Pages } from "../paging.js";
import type { CallOptions } from "../transport.js";
import { Resource } from "./resource.js";

export type ModelQuery = Omit<NonNullable<ListModelVersionsData["query"]>, "after">;

/** Versions of models. */
export class Models extends Resource {
  list(query: ModelQuery = {}, call?: CallOptions): Pages<VersionPage["data"][number], VersionPage> {
    return new Pages((after) => this.core.listModelVersions({ query: { ...query, after }, ...this.with(call) }));
  }

  async get(versionId: string, call?: CallOptions): Promise<VersionView> {
    return await this.core.getModelVersion({ path: { version_id: versionId }, ...this.with(call) });
  }
}

export class Rulesets extends Resource {
  /** The ruleset of a use case as it decides now. */
  async get(useCase: string, call?: CallOptions): Promise<RulesetView> {
    return await this.core.getRuleset({ path: { use_case: useCase }, ...this.with(call) });
  }

  /** Its versions, newest first. */
  list(useCase: string, query: { limit?: number } = {}, call?: CallOptions): Pages<RulesetVersionPage["data"][number], RulesetVersionPage> {
    return new Pages((after) => this.core.listRulesetVersions({ path: { use_case: useCase }, query: { ...query, after }, ...this.with(call) }));
  }

  async version(useCase: string, versionId: string, call?: CallOptions): Promise<RulesetVersionView> {
    return await this.core.getRulesetVersion({ path: { use_case: useCase, ruleset_version_id: versionId }, ...this.with(call) });
  }
}

export class Ledger extends Resource {
  /** That an entry is in the log: once its receipt's deadline has passed, it is. A decision names its entry as `entry_id`. */
  async proof(entryId: string, call?: CallOptions): Promise<EntryProof> {
    return await this.core.getEntryProof({ path: { entry_id: entryId }, ...this.with(call) });
  }

  async entry(entryId: string, call?: CallOptions): Promise<LedgerEntry> {
    return await this.core.getLedgerEntry({ path: { entry_id: entryId }, ...this.with(call) });
  }

  /** What the log signed of itself: the newest, or the one of a size. */
  async checkpoint(size?: number, call?: CallOptions): Promise<SignedCheckpoint> {
    if (size === undefined) return await this.core.getLatestCheckpoint(this.with(call));
    return await this.core.getCheckpoint({ path: { size }, ...this.with(call) });
  }

  checkpoints(query: { limit?: number } = {}, call?: CallOptions): Pages<CheckpointPage["data"][number], CheckpointPage> {
    return new Pages((after) => this.core.listCheckpoints({ query: { ...query, after }, ...this.with(call) }));
  }

  /** The keys that sign for this environment. Pin them once, by a way that you trust. */
  async keys(call?: CallOptions): Promise<LedgerKeys> {
    return await this.core.getLedgerKeys(this.with(call));
  }
}

/** Who this client is to the service. */
export class Principal extends Resource {
  async get(call?: CallOptions): Promise<PrincipalView> {
    return await this.core.getPrincipal(this.with(call));
  }
}
