"""One module per on-disk format: bytes in, plain Python objects out."""
