"""Pure: Project to desired work plan. No I/O, no clock."""
