"""From a fetched page to a finding: decide on it, build its record, and list its outlinks."""
