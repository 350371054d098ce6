"""One file per noun: parse, call, show. No logic."""
