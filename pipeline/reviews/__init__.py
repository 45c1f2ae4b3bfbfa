"""Let people rule on claims and events: their log, what follows from it, what awaits them."""
