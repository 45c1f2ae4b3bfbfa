"""Look at every page in a real browser, with a listener that hears whatever it should not do."""
