"""How a portal is asked: politely, patiently, and at no address that is not public."""
