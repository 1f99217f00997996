"""Inputs made by chance: whatever they are, no command ends in a bug."""
