"""From a fetched page to a finding: read it, decide, record it, and list where it leads."""
