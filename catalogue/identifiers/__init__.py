"""Which columns hold identifiers of things, how sure that is and why, and when that calls for caution."""
