"""Run today's cleaner over archived pages, and show which records change, and by which step."""
