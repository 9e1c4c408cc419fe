"""Reports on an output folder and its integrity; read only, also while a crawl is running."""
