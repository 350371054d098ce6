"""The input: read a file, recognise its format, check it, give a Project."""
