"""What is proved of a ruleset before it may decide: it ends, it is bounded, and it answers on every path."""
