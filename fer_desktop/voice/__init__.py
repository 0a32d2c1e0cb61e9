"""What a voice says beside its words. Pure inference: numpy and a runtime."""
