"""From drawn eyes to the weights of gaze and lids."""
