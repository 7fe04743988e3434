"""The first rows of files, asked for politely: what columns a table has, and what they hold."""
