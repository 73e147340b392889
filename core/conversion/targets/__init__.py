"""One module per format to convert to; each has `TARGETS`."""
