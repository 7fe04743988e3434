"""How we show it: search, SPARQL and linked views of what the catalogue knows."""
