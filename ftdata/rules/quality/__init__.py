"""Rules about what makes a worse model."""
