"""Exact additive explanations by table look-up."""
