"""The whole catalogue as files that anybody may take: made at one moment, checked, published whole or not at all."""
