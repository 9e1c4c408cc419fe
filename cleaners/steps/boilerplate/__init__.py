"""Lines that a site prints on every page: interface text, share bars, notices, polls, its own name."""
