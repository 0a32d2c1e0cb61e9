"""From EmoDB to the weights of the voice. Not part of the program: it needs torch and the data."""
