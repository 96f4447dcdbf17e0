package com.countermark.client.resources;

import com.countermark.client.Paged;
import com.countermark.client.core.api.RulesetsApi;
import com.countermark.client.core.model.RulesetVersionSummary;
import com.countermark.client.core.model.RulesetVersionPage;
import com.countermark.client.core.model.RulesetVersionView;
import com.countermark.client.core.model.RulesetView;
import com.countermark.client.transport.CallOptions;
import com.countermark.client.transport.Params;

/** What turns predictions into outcomes. */
public final class Rulesets {
  private final RulesetsApi core;

  public Rulesets(RulesetsApi core) {
    this.core = core;
  }

  /** The ruleset of a use case as it decides now. */
  public RulesetView get(String useCase, CallOptions... options) {
    return core.getRuleset(useCase, options);
  }

  /** One version of it. */
  public RulesetVersionView getVersion(String useCase, String versionId, CallOptions... options) {
    return core.getRulesetVersion(useCase, versionId, options);
  }

  /** All versions of it, newest first. */
  public Paged<RulesetVersionSummary> listVersions(String useCase, CallOptions... options) {
    return listVersions(useCase, new RulesetsApi.ListRulesetVersionsParams(), options);
  }

  public Paged<RulesetVersionSummary> listVersions(String useCase, RulesetsApi.ListRulesetVersionsParams params, CallOptions... options) {
    RulesetsApi.ListRulesetVersionsParams own = Params.copy(params);
    return new Paged<>(
        after -> {
          RulesetVersionPage page = core.listRulesetVersions(useCase, after == null ? own : Params.copy(own).after(after), options);
          return new Paged.Page<>(page.getData(), page.getHasMore(), page.getNextAfter());
        });
  }
}
