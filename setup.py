"""The egg that scrapyd-deploy makes of the checkout: both packages, their data files, schema and seeds.

Only scrapyd-deploy runs this. `pip install .` goes by pyproject.toml and installs the library alone.
"""

from pathlib import Path

from setuptools import Distribution, find_packages, setup


class Egg(Distribution):
    """A distribution that is described here, not in pyproject.toml."""

    def parse_config_files(self, *_given: object, **_named: object) -> None:
        """Leave pyproject.toml unread: it describes the library's wheel."""


setup(
    name="mudawwana-crawler",
    version="0.1.0",
    packages=find_packages(include=["cleaners", "cleaners.*", "crawler", "crawler.*"]),
    package_data={"": ["*.html", "*.sql", "*.toml", "*.txt"]},
    data_files=[("output", ["output/schema.json"]), ("seeds", sorted(map(str, Path("seeds").iterdir())))],
    entry_points={"scrapy": ["settings = crawler.settings"]},
    zip_safe=False,
    distclass=Egg,
)
