"""FER Desktop: real-time facial expressions, recorded honestly."""

__version__ = "0.1.0"
