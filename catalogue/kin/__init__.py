"""Kin: datasets of different publishers that are about the same thing, whatever each calls it."""
