"""Where an outlet announces its articles: bytes of feeds and sitemaps in, announced addresses out."""

from crawler.discovery.announced import Announced
from crawler.discovery.feeds import read_feed
from crawler.discovery.headlines import Match, match_headline
from crawler.discovery.sitemaps import SitemapPage, read_sitemap

__all__ = ["Announced", "Match", "SitemapPage", "match_headline", "read_feed", "read_sitemap"]
