"""The part of the ZEN expression language that a rule may use. See docs/decisions/0009."""
