"""A live crawl with the shipped example of a USER_AGENT does not start."""

from __future__ import annotations

import pytest
from scrapy.utils.project import get_project_settings

from cleaners.data_files import DataFileError
from crawler.politeness.contact import require_contact

PUBLIC, LOOPBACK = "https://news.example.org/1", "http://127.0.0.1:8000/1"
NOBODYS = [
    get_project_settings()["USER_AGENT"],
    "Mine/1.0 (you@example.com)",
    "Mine/1.0 (+https://example.org/crawler)",
    "Mine (+http://my.example)",
    "Mine (+http://my.example:80/)",
]
SOMEBODYS = [
    "MyCorpus/1.0 (+https://corpus.university.edu/crawler; team@university.edu)",
    "example-corpus/2 (+https://examples.org)",
    "Bot (+https://university.edu/example-crawler)",
]


def require(agent: str, *starts: str, **settings: str) -> None:
    found = get_project_settings().copy()
    found.setdict({"USER_AGENT": agent} | settings)
    require_contact(found, starts)


@pytest.mark.parametrize("agent", NOBODYS)
def test_an_example_is_nobodys_address(agent: str) -> None:
    for starts in ([PUBLIC], [], [LOOPBACK, PUBLIC]):
        with pytest.raises(DataFileError, match=r"^USER_AGENT=.*-s USER_AGENT=") as raised:
            require(agent, *starts, ALLOW_PRIVATE_HOSTS="127.0.0.1")
        assert "\n" not in str(raised.value)


@pytest.mark.parametrize("agent", NOBODYS)
def test_test_servers_and_archives_need_no_address(agent: str) -> None:
    require(agent, LOOPBACK, ALLOW_PRIVATE_HOSTS="127.0.0.1:8000,10.0.0.1")
    require(agent, PUBLIC, LEDGER_ANSWERS="archive")


@pytest.mark.parametrize("agent", SOMEBODYS)
def test_anything_else_is_taken_at_its_word(agent: str) -> None:
    require(agent, PUBLIC)
