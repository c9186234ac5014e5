"""`python -m nofomo` is the `nofomo` command."""

from nofomo.cli import main

main()
