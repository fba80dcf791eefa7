"""Knows how answers look in a terminal and in a pipe. It must not compute anything."""
