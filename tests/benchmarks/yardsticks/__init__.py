"""Small scripts that figures are compared with; each takes a file."""
