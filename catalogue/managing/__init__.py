"""Who may manage a portal, told from a proven e-mail address."""
