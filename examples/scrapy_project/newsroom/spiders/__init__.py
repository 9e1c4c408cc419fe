"""Two spiders that differ in who cleans."""
