"""The variables of a model: catalogue, slices, statistics."""
