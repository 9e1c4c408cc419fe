"""Today's cleaner over yesterday's archives: what would be another record, and which step says so."""
