"""What portals answer in: JSON, long lists, RDF in every syntax, pages of a catalogue; read however it was written."""
