"""What is measured against what. Each module with a `main` is a command, as the README lists.

Figures of different machines compare by their ratios only; each target stands beside its figure.
"""
