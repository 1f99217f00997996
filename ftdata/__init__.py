"""Get training data ready for fine-tuning."""
