"""Runs the command line: ``python -m xinyong`` and the script ``xinyong`` start here."""

from xinyong.cli import main

if __name__ == "__main__":
    main()
