"""What Cryograph knows about TensorFlow's files, without Qt and without TensorFlow."""

__version__ = "0.1.0"
