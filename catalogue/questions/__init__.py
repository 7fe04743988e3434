"""What a person meant: from the text of a search to topics, places and periods."""
