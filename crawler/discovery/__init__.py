"""Where an outlet announces its articles: bytes of feeds, sitemaps and listings in, announced addresses out."""

from crawler.discovery.announced import Announced, certainly_before
from crawler.discovery.feeds import read_feed
from crawler.discovery.general import Announcer, announcers_of_page, sitemaps_of_robots, usual_announcers
from crawler.discovery.headlines import Match, match_headline
from crawler.discovery.listings import ListingPage, read_listing
from crawler.discovery.pagination import to_read_next
from crawler.discovery.search import search_queries
from crawler.discovery.sitemaps import SitemapPage, read_sitemap
from crawler.discovery.wordpress import next_posts, posts_page, read_posts

__all__ = [
    "Announced",
    "Announcer",
    "ListingPage",
    "Match",
    "SitemapPage",
    "announcers_of_page",
    "certainly_before",
    "match_headline",
    "next_posts",
    "posts_page",
    "read_feed",
    "read_listing",
    "read_posts",
    "read_sitemap",
    "search_queries",
    "sitemaps_of_robots",
    "to_read_next",
    "usual_announcers",
]
