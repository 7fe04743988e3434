"""How people and programs are told of a portal's state: in words, by mail, by a signed webhook."""
