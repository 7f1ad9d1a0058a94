"""`python -m formgen` is the `formgen` command."""

from formgen.cli import main

if __name__ == "__main__":
    main()
