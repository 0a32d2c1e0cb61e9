"""Frame in, analysis out: MediaPipe and torch."""
