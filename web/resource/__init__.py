"""What the catalogue says of any IRI, its own or another's: asked of the store by bound queries, each with a limit."""
