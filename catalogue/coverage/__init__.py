"""What the Transparency Code asks English councils to publish, and which of their datasets answer it."""
