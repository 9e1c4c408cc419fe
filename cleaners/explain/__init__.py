"""Human-readable traces of a cleaning, for a terminal or as an HTML page."""
