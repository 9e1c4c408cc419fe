"""Downloader middlewares; `settings.py` lists them in the order in which a request meets them."""
