"""The app: Qt around `core`, never the other way round."""
