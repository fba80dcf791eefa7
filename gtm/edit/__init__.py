"""Knows how YAML files are written and changed as text. It must not dump YAML or know commands."""
