"""Lines that the site prints on every page: interface, share bars, notices, polls, its own name."""
