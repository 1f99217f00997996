"""Who speaks, and in which order."""
