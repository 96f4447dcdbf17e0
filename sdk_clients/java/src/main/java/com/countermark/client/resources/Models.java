package com.countermark.client.resources;

import com.countermark.client.Paged;
import com.countermark.client.core.api.ModelsApi;
import com.countermark.client.core.model.DeploymentPage;
import com.countermark.client.core.model.DeploymentView;
import com.countermark.client.core.model.VersionPage;
import com.countermark.client.core.model.VersionView;
import com.countermark.client.transport.CallOptions;
import com.countermark.client.transport.Params;

/** Versions of models, and which of them answer. */
public final class Models {
  private final ModelsApi core;

  public Models(ModelsApi core) {
    this.core = core;
  }

  /** One version. */
  public VersionView getVersion(String versionId, CallOptions... options) {
    return core.getModelVersion(versionId, options);
  }

  /** All versions, newest first. */
  public Paged<VersionView> listVersions(CallOptions... options) {
    return listVersions(new ModelsApi.ListModelVersionsParams(), options);
  }

  public Paged<VersionView> listVersions(ModelsApi.ListModelVersionsParams params, CallOptions... options) {
    ModelsApi.ListModelVersionsParams own = Params.copy(params);
    return new Paged<>(
        after -> {
          VersionPage page = core.listModelVersions(after == null ? own : Params.copy(own).after(after), options);
          return new Paged.Page<>(page.getData(), page.getHasMore(), page.getNextAfter());
        });
  }

  /** One deployment. */
  public DeploymentView getDeployment(String deploymentId, CallOptions... options) {
    return core.getDeployment(deploymentId, options);
  }

  /** All deployments, newest first. */
  public Paged<DeploymentView> listDeployments(CallOptions... options) {
    return listDeployments(new ModelsApi.ListDeploymentsParams(), options);
  }

  public Paged<DeploymentView> listDeployments(ModelsApi.ListDeploymentsParams params, CallOptions... options) {
    ModelsApi.ListDeploymentsParams own = Params.copy(params);
    return new Paged<>(
        after -> {
          DeploymentPage page = core.listDeployments(after == null ? own : Params.copy(own).after(after), options);
          return new Paged.Page<>(page.getData(), page.getHasMore(), page.getNextAfter());
        });
  }
}
