"""Article discovery: bytes of feeds, sitemaps, listings and REST answers in, announced addresses out."""

from crawler.discovery.announced import Announced, certainly_before
from crawler.discovery.feeds import read_feed
from crawler.discovery.general import Announcer, announcers_of_page, sitemaps_of_robots, usual_announcers
from crawler.discovery.headlines import HeadlineMatch, match_headline, search_queries
from crawler.discovery.listings import ListingPage, read_listing
from crawler.discovery.pagination import next_page_to_read
from crawler.discovery.sitemaps import SitemapPage, read_sitemap
from crawler.discovery.wordpress import next_posts, posts_page, read_posts

__all__ = [
    "Announced",
    "Announcer",
    "HeadlineMatch",
    "ListingPage",
    "SitemapPage",
    "announcers_of_page",
    "certainly_before",
    "match_headline",
    "next_page_to_read",
    "next_posts",
    "posts_page",
    "read_feed",
    "read_listing",
    "read_posts",
    "read_sitemap",
    "search_queries",
    "sitemaps_of_robots",
    "usual_announcers",
]
