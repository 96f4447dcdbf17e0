"""Children that misbehave in place of `training.retraining_child`."""
