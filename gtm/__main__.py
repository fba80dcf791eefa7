"""`python -m gtm`: the same program as the `gtm` command.

It knows where the program begins and nothing else; options, errors and exit codes are cli's.
"""

import sys

from gtm.cli import main

if __name__ == "__main__":
    sys.exit(main())
