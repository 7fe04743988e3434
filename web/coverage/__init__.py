"""What a body publishes beside what it must and what others do: read once for each state of the catalogue."""
