"""When: dates and periods as precise literals."""
