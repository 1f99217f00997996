"""What content must not be able to do: steer, leak, reach out, or stop the clock."""
