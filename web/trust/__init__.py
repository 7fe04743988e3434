"""The trust panel: facts about a dataset that anybody can check, each with who says it and how we know."""
