"""The trace of a cleaning for people: in a terminal, or as a page."""
