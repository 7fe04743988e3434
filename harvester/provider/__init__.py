"""Signing in by OpenID Connect: what a worker asks the provider, since the site asks nothing of the outside."""
