"""Runtimes of model graphs."""
