"""`python -m cwsync`."""

from cwsync.cli import main

if __name__ == "__main__":
    main()
