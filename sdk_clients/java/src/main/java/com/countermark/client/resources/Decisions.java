package com.countermark.client.resources;

import com.countermark.client.Paged;
import com.countermark.client.core.api.DecisionsApi;
import com.countermark.client.core.model.DecisionExplanationView;
import com.countermark.client.core.model.DecisionLine;
import com.countermark.client.core.model.DecisionList;
import com.countermark.client.core.model.DecisionPage;
import com.countermark.client.core.model.DecisionView;
import com.countermark.client.core.model.DisclosureView;
import com.countermark.client.core.model.ReplayView;
import com.countermark.client.core.model.SeveralQuestion;
import com.countermark.client.transport.CallOptions;
import com.countermark.client.transport.Params;

/** Decisions that were made. */
public final class Decisions {
  private final DecisionsApi core;

  public Decisions(DecisionsApi core) {
    this.core = core;
  }

  /** Ask several use cases about one payment, in one commit. */
  public DecisionList several(SeveralQuestion question, CallOptions... options) {
    return core.decideSeveral(question, options);
  }

  /** The decision as it was answered. */
  public DecisionView get(String decisionId, CallOptions... options) {
    return core.getDecision(decisionId, options);
  }

  /** All decisions, newest first. */
  public Paged<DecisionLine> list(CallOptions... options) {
    return list(new DecisionsApi.ListDecisionsParams(), options);
  }

  public Paged<DecisionLine> list(DecisionsApi.ListDecisionsParams params, CallOptions... options) {
    DecisionsApi.ListDecisionsParams own = Params.copy(params);
    return new Paged<>(
        after -> {
          DecisionPage page = core.listDecisions(after == null ? own : Params.copy(own).after(after), options);
          return new Paged.Page<>(page.getData(), page.getHasMore(), page.getNextAfter());
        });
  }

  /** Compute it again from what was stored: whether the same comes out. */
  public ReplayView replay(String decisionId, CallOptions... options) {
    return core.replayDecision(decisionId, options);
  }

  /** The payload that the ledger's entry commits to, and the key that proves it. */
  public DisclosureView disclosure(String decisionId, CallOptions... options) {
    return core.discloseDecision(decisionId, options);
  }

  /** What every feature contributed. */
  public DecisionExplanationView explanation(String decisionId, CallOptions... options) {
    return core.getDecisionExplanation(decisionId, options);
  }
}
