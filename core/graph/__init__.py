"""The op graph, its name scopes, and the questions asked of it."""
