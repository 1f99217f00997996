"""Rules about graders and the fields they read."""
