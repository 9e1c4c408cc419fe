"""What is known about outlets: one strict TOML file each, and general rules for the rest."""

from crawler.outlets.loader import load_outlets
from crawler.outlets.outlet import Outlet, general_outlet

__all__ = ["Outlet", "general_outlet", "load_outlets"]
