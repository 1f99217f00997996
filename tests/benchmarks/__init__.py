"""Measurements. Not part of the test run: ``make bench`` runs them and writes docs/performance.md."""
