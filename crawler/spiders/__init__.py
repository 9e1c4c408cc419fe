"""The spiders; `related` is the main one."""
