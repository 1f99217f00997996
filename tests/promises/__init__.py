"""What ftdata promises about the data that it is given; docs/promises.md says it in words."""
