"""Stored queries as pages and data: each is one `.rq` file whose head says what it answers and what it asks for."""
