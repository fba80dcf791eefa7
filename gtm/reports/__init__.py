"""One file, one document format: a function from a Snapshot (or findings) to text."""
