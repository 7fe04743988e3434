"""Who is who: datasets that a portal lists under new names, recognised by what they say."""
