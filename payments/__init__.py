"""Payment facts, and the running state of each customer that features are made of."""
