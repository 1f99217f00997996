"""Other Pythons and other versions of what ftdata stands on: the tests, and the bytes that commands write."""
