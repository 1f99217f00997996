"""Hostile files through every command that reads whole datasets."""
