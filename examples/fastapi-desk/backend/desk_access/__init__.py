"""Who may come in: tokens, sessions and origins."""
