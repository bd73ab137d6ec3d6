"""`python3 tools <command>`: everything that must work before anything is installed. Standard library only."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "LeadX needs Python 3.11 or newer; %s is %s. Name one with: make run PYTHON=/path/to/python3.11"
        % (sys.executable, sys.version.split()[0])
    )

from commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
