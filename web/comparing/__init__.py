"""Up to four datasets side by side: what each says of the same questions, and where they differ."""
