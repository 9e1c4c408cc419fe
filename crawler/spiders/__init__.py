"""The jobs: `related` is the main one."""
