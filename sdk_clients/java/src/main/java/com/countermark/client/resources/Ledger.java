package com.countermark.client.resources;

import com.countermark.client.core.api.DecisionsApi;
import com.countermark.client.core.api.LedgerApi;
import com.countermark.client.core.model.EntryProof;
import com.countermark.client.core.model.LedgerEntry;
import com.countermark.client.core.model.LedgerKeys;
import com.countermark.client.core.model.SignedCheckpoint;
import com.countermark.client.transport.CallOptions;

/** The log of this environment, and what proves its entries. */
public final class Ledger {
  private final LedgerApi core;
  private final DecisionsApi decisions;

  public Ledger(LedgerApi core, DecisionsApi decisions) {
    this.core = core;
    this.decisions = decisions;
  }

  /** The proof that an entry is in the log; its state is pending for a second or so. */
  public EntryProof proof(String entryId, CallOptions... options) {
    return core.getEntryProof(entryId, options);
  }

  /** The same of a decision, by its own id. */
  public EntryProof proofOfDecision(String decisionId, CallOptions... options) {
    return core.getEntryProof(decisions.getDecision(decisionId, options).getEntryId(), options);
  }

  /** One entry. */
  public LedgerEntry entry(String entryId, CallOptions... options) {
    return core.getLedgerEntry(entryId, options);
  }

  /** The newest checkpoint that the log signed. */
  public SignedCheckpoint checkpoint(CallOptions... options) {
    return core.getLatestCheckpoint(options);
  }

  /** The keys to pin: of the log, of receipts, of the super-log. */
  public LedgerKeys keys(CallOptions... options) {
    return core.getLedgerKeys(options);
  }
}
