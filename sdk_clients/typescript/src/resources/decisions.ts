/** Decisions: several at once, and those that were made. */

import type {
  DecisionExplanationView, DecisionLine, DecisionList, DecisionPage, DecisionView, DisclosureView, ListDecisionsData, ReplayView,
  SeveralQuestion,
} from "../core/types.gen.js";
import { Pages } from "../paging.js";
import type { CallOptions } from "../transport.js";
import { Resource } from "./resource.js";

export type DecisionQuery = Omit<NonNullable<ListDecisionsData["query"]>, "after">;

export class Decisions extends Resource {
  /** Ask several questions about one event; all are decided, or none. */
  async several(question: SeveralQuestion, call?: CallOptions): Promise<DecisionList> {
    return await this.core.decideSeveral({ body: question, ...this.with(call) });
  }

  async get(decisionId: string, call?: CallOptions): Promise<DecisionView> {
    return await this.core.getDecision({ path: { decision_id: decisionId }, ...this.with(call) });
  }

  /** Newest first. */
  list(query: DecisionQuery = {}, call?: CallOptions): Pages<DecisionLine, DecisionPage> {
    return new Pages((after) => this.core.listDecisions({ query: { ...query, after }, ...this.with(call) }));
  }

  /** Decide again from what is stored, and say whether every bit is the same. */
  async replay(decisionId: string, call?: CallOptions): Promise<ReplayView> {
    return await this.core.replayDecision({ path: { decision_id: decisionId }, ...this.with(call) });
  }

  /** What an auditor needs to check the decision's entry: its openings. */
  async disclosure(decisionId: string, call?: CallOptions): Promise<DisclosureView> {
    return await this.core.discloseDecision({ path: { decision_id: decisionId }, ...this.with(call) });
  }

  /** Every contribution to the score. */
  async explanation(decisionId: string, call?: CallOptions): Promise<DecisionExplanationView> {
    return await this.core.getDecisionExplanation({ path: { decision_id: decisionId }, ...this.with(call) });
  }
}
