"""Outlets: one strict TOML file for each described one, general rules for the rest."""

from crawler.outlets.known import KnownOutlets, known_outlets
from crawler.outlets.loader import load_outlets
from crawler.outlets.outlet import Outlet, general_outlet, outlet_of
from crawler.outlets.parts import Expectation, Listing, Twin

__all__ = [
    "Expectation",
    "KnownOutlets",
    "Listing",
    "Outlet",
    "Twin",
    "general_outlet",
    "known_outlets",
    "load_outlets",
    "outlet_of",
]
