"""Values, geometry, tracking and timelines: numpy only, no input or output, no threads, no clock."""
