"""Knows what one file may say: which top keys make which kind of file, and the shape of each entry.

Shapes are derived from the records of gtm.model.written and run by pydantic's core. A wrong
entry costs only itself. It must not know other files, so every reference is still text.
"""
