"""The package that is published: what is in it, built the same twice, and at work where nothing else is."""
