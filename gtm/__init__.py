"""Go-to-market readiness: YAML in git, compiled into one dependency graph.

The package itself knows only its version; it imports nothing, so that every command pays only
for the modules it uses.
"""

__version__ = "0.1.0"
