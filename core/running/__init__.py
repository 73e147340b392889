"""One input in, one output out: feeds, what has to run, its results and times. TensorFlow itself is in the worker."""
