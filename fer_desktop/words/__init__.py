"""What words say, read by a small network. Pure inference: numpy and a runtime."""
