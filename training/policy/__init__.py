"""The policy of `payment-timing`, learnt with reinforcement learning. Runs in an environment of its own (`make policy`)."""
