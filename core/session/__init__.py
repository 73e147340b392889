"""TensorFlow in a child process: what starts it, talks to it and ends it."""
