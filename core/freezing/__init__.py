"""Checkpoint to frozen graph: the plan, the values, the writer, the proof."""
