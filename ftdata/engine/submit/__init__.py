"""Handing prepared files to a provider and following the job there, with the official ``openai`` package.

Everything that happened is kept in ``submission.json`` beside the files, written after every step: a run that was cut
off goes on where it was, and nothing is uploaded or started twice.
"""
