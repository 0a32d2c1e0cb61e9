"""From FER+ to weights, and the figures of the model card. Not part of the app."""
