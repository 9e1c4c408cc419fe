"""Session ids in the path of an address, which differ for every visitor of the same page."""

from __future__ import annotations

import re

from crawler.urls.rules import rules

# ASP.NET writes the session into a segment of its own: "/(S(24 letters))/", beside other letters than S.
_ASP_SEGMENT = re.compile(r"/\((?:[AFX]\([\w-]{1,500}\))*+S\([a-z0-5]{24}\)(?:[AFX]\([\w-]{1,500}\))*+\)(?=/|$)")


def without_session(path: str) -> str:
    """The path without session ids: `;name=value` of names that `rules.toml` ignores in queries, ASP.NET's segment.

    >>> without_session("/news;JSESSIONID=0A.node1/1;v=2;sid=7"), without_session("/(S(lit3py55t21z5v55vlm25s55))/x")
    ('/news/1;v=2', '/x')
    """
    if ";" in path:
        path = "/".join(map(_without_parameters, path.split("/")))
    return (_ASP_SEGMENT.sub("", path) or "/") if "/(" in path else path


def _without_parameters(segment: str) -> str:
    """A segment of a path without those of its parameters that do not change the page."""
    name, *parameters = segment.split(";")
    return ";".join([name, *(one for one in parameters if "=" not in one or not rules().ignored(one))])
