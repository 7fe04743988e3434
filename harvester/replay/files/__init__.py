"""The files behind the bundled portals' records: made up from tables of ours, byte for byte the same each time."""
