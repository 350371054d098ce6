"""The completion files of the shells, generated from the command tree."""
