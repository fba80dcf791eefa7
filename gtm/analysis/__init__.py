"""Knows what follows from a launch and its graph: frozen results, nothing that prints."""
