"""Qt item models: thin adapters over the objects of `core`."""
