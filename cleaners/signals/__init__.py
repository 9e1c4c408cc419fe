"""What is counted in a text and what marks it, by which users choose; nothing is dropped here."""
