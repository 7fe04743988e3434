"""The parts of settling, a file for each form of value."""
