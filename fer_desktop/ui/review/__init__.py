"""The review page: a whole session with its timelines, video and statistics."""
