"""The aggregator's frame, its listing, pages about itself, and addresses that end in every other way."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..page import Link, Page, address, dead, fill, links_html, links_to, redirect, static_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..texts import Story

HOST = "arabkhabar.com"
CHROME = ("/search*", "/privacy")
SECTIONS = {"politics": "sahel", "economy": "economy", "sport": "sport", "tech": "transport", "misc": "culture weather"}
PER_LISTING = 7
OLD_NUMBER = 2399001
# Where the ten headlines under seed 000 lead: most are gone, one is there, the rest end in every other way.
SEED_TARGETS = (2612801, 2612655, 2612790, 2612777, 2612760, 2612699, 2612611, 2612612, 2988102, 2612540)
DEAD = (2612790, 2612760, 2612611)
MISSING, GONE, OFFSITE, LOOP, STUB, BOT_WALL = 2612801, 2612655, 2612777, 2612699, 2612612, 2612540


def where(story: Story) -> str:
    return numbered(int(story.get("id")))


def numbered(number: int) -> str:
    return address(HOST, f"/a/{number}")


def pages(stories: Sequence[Story]) -> list[Page]:
    """Everything but the articles."""
    return [*_listings(stories), *_about(), *_odd(stories)]


def page(title: str, description: str, main: str, latest: Sequence[Link], read: Sequence[Link]) -> str:
    panels = {"latest": latest, "most_read": read}
    lists = {name: links_html(links, "item.html", "path") for name, links in panels.items()}
    side = fill("arabkhabar/side.html", **lists) if latest else ""
    names = {"title": escape(title), "description": escape(description)}
    return fill("arabkhabar/page.html", **names, main=main, side=side)


def _listings(stories: Sequence[Story]) -> list[Page]:
    made = []
    for number in range(1, -(-len(stories) // PER_LISTING) + 1):
        links = links_to(stories[(number - 1) * PER_LISTING : number * PER_LISTING], where, "other")
        if number == 1:
            links.insert(2, Link("هيئة الأمن الغذائي في غاو تتسلم القمح", numbered(OLD_NUMBER), "other"))
        main = fill("arabkhabar/home.html", items=links_html(links, "arabkhabar/card.html"))
        html = page("آخر الأخبار", "آخر الأخبار من المصادر العربية", main, [], [])
        made.append(Page(address(HOST, "/", f"page={number}"), "listing", html))
    for section, topics in SECTIONS.items():
        links = links_to([story for story in stories if story.topic in topics.split()], where, "other")
        main = fill("arabkhabar/section.html", items=links_html(links, "arabkhabar/card.html"))
        made.append(Page(address(HOST, f"/c/{section}"), "listing", page(section, section, main, [], [])))
    return [Page(address(HOST, "/"), "listing", made[0].body), *made]


def _about() -> list[Page]:
    made = []
    for path, title, texts in static_texts("arabkhabar/pages.html"):
        main = f"<h1>{title}</h1>\n" + "\n".join(f"<p>{text}</p>" for text in texts)
        made.append(Page(address(HOST, f"/{path}"), "about", page(title, texts[0], main, [], [])))
    return made


def _odd(stories: Sequence[Story]) -> list[Page]:
    """Pages that are gone, redirects of every kind, a stub and a bot wall."""
    wheat = next(story for story in stories if story.key == "gao-wheat")
    stub = fill("arabkhabar/stub.html", title="برنامج جديد للطاقة النووية السلمية: التفاصيل الكاملة")
    loop = numbered(LOOP)
    return [
        *(dead(numbered(number)) for number in DEAD),
        Page(numbered(MISSING), "dead", fill("gone.html"), 404),
        Page(numbered(GONE), "gone", fill("gone.html"), 410),
        Page(numbered(STUB), "stub", page("برنامج جديد", "التفاصيل", stub, [], [])),
        Page(numbered(BOT_WALL), "bot_wall", fill("botwall.html", host=HOST)),
        redirect(numbered(OLD_NUMBER), where(wheat), 301),
        redirect(numbered(OFFSITE), "https://news-original.example/story/77001", kind="redirect_offsite"),
        redirect(loop, f"{loop}?r=1", kind="redirect_loop"),
        redirect(f"{loop}?r=1", loop, kind="redirect_loop"),
    ]
