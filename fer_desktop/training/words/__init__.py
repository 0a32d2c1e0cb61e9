"""From GoEmotions to the weights that read words. Not part of the program: it needs torch and the data."""
