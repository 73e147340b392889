"""Passes that make a graph smaller or faster and leave what it computes: each on its own, in a fixed order."""
