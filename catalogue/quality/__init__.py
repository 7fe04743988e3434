"""How good descriptions are: the 405 points of data.europa.eu, and what they are made of."""
