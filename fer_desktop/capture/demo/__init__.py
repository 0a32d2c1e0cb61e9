"""The drawn demo: a face with a known script, as a source of frames."""
