"""Runs that are stopped in the middle: what they leave behind."""
