"""Rules about personal data, secrets and risks."""
