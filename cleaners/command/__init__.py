"""The command `mudawwana`: clean files, and explain what the cleaner does to them."""
