"""How we learn it: portals, spiders, and the road from a portal's record to a catalogue entry."""
