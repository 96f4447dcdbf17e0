package com.countermark.client.resources;

import com.countermark.client.core.api.FeedbackApi;
import com.countermark.client.core.model.Feedback;
import com.countermark.client.core.model.FeedbackBatch;
import com.countermark.client.core.model.FeedbackResults;
import com.countermark.client.core.model.FeedbackView;
import com.countermark.client.transport.CallOptions;

/** The truth that comes later. */
public final class FeedbackResource {
  private final FeedbackApi core;

  public FeedbackResource(FeedbackApi core) {
    this.core = core;
  }

  /** Tell what happened. */
  public FeedbackView create(Feedback feedback, CallOptions... options) {
    return core.createFeedback(feedback, options);
  }

  /** Tell many at once, all or none. */
  public FeedbackResults createBulk(FeedbackBatch feedback, CallOptions... options) {
    return core.createFeedbackBulk(feedback, options);
  }

  /** What was told. */
  public FeedbackView get(String feedbackId, CallOptions... options) {
    return core.getFeedback(feedbackId, options);
  }
}
