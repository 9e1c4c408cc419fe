# ruff: noqa: E501
"""Hostile bodies: pages, feeds, sitemaps and JSON that are made to cost time or memory, or to escape from a file."""

from __future__ import annotations

from collections.abc import Callable

MEGA = 1_000_000
AR = "ذهب الوزير إلى المدينة أمس وقال إن العمل مستمر. "
ARTICLE = (
    '<html lang="ar"><head><meta charset="utf-8"><title>{title}</title></head><body><article><h1>{title}</h1>'
    + "".join(f"<p>{AR * 6}</p>" for _ in range(4))
    + "{more}</article></body></html>"
)


def page(more: str, title: str = "وصل الوفد إلى المدينة صباح اليوم") -> bytes:
    """A good article with something hostile behind its last paragraph."""
    return ARTICLE.replace("{title}", title).replace("{more}", more).encode("utf-8", "surrogatepass")


def nested_json(levels: int) -> str:
    return "[" * levels + "]" * levels


def nested_objects(levels: int) -> str:
    return '{"a":' * levels + "1" + "}" * levels


def json_ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


PAGES: dict[str, Callable[[], bytes]] = {
    "deep": lambda: page("<div>" * 100_000 + AR),
    "deep-mixed": lambda: page("<ul><li><a href=x><b>" * 25_000 + AR),
    "deep-closed": lambda: page("<div>" * 100_000 + AR + "</div>" * 100_000),
    "deep-tables": lambda: page("<table><tr><td>" * 30_000 + AR),
    "deep-2000": lambda: page(("<div>" * 2000 + AR + "</div>" * 2000) * 50),
    "tags": lambda: page("<b>" * (9 * MEGA // 3)),
    "tags-empty": lambda: page("<br>" * (9 * MEGA // 4)),
    "tags-paragraphs": lambda: page("<p>" * (9 * MEGA // 3)),
    "paragraphs": lambda: page("<p>و" * (9 * MEGA // 5)),
    "links": lambda: page("".join(f'<a href="/news/{n}">{n}</a>' for n in range(9 * MEGA // 30))),
    "list-items": lambda: page("<ul>" + "<li><a href=/n/1>خبر آخر اليوم</a>" * (9 * MEGA // 45)),
    "headings": lambda: page("<h2>اقرأ أيضا</h2>" * (9 * MEGA // 26)),
    "figures": lambda: page("<figure><img src=x alt=y><figcaption>صورة</figcaption></figure>" * (9 * MEGA // 70)),
    "attribute": lambda: page(f'<div class="{"a " * (4 * MEGA)}">{AR}</div>'),
    "attribute-id": lambda: page(f'<div id="{"-related" * MEGA}">{AR}</div>'),
    "attributes": lambda: page("<div " + " ".join(f"a{n}=1" for n in range(300_000)) + f">{AR}</div>"),
    "href": lambda: page(f'<a href="/{"a/../" * (MEGA)}">{AR}</a>'),
    "href-query": lambda: page(f'<a href="/?{"a=b&" * (2 * MEGA)}">{AR}</a>'),
    "href-percent": lambda: page(f'<a href="/{"%d8%a3" * MEGA}">{AR}</a>'),
    "entities": lambda: page("&amp;" * (9 * MEGA // 5)),
    "words": lambda: page(f"<p>{AR * (9 * MEGA // 90)}</p>"),
    "one-word": lambda: page(f"<p>{'ا' * (4 * MEGA)}</p>"),
    "blanks": lambda: page(f"<p>{' ' * (9 * MEGA)}x</p>"),
    "newlines": lambda: page("<pre>" + "\n" * (9 * MEGA) + "x</pre>"),
    "digits": lambda: page(f"<p>{'1' * (9 * MEGA)}</p>"),
    "dots": lambda: page(f"<p>{'.' * (9 * MEGA)}</p>"),
    "tatweel": lambda: page(f"<p>{'ـ' * (4 * MEGA)}</p>"),
    "marks": lambda: page(f"<p>ا{'ًٌٍَُِّْ' * (MEGA // 2)}</p>"),
    "commas": lambda: page(f"<p>{'، ' * (3 * MEGA)}</p>"),
    "slashes": lambda: page(f"<p>{'1/' * (4 * MEGA)}</p>"),
    "angle": lambda: page("<" * (9 * MEGA)),
    "angle-letters": lambda: page("<a<a" * (9 * MEGA // 4)),
    "comments": lambda: page("<!--" * (9 * MEGA // 4)),
    "doctype": lambda: b"<!DOCTYPE " * (9 * MEGA // 10) + page(""),
    "xml-declaration": lambda: b" " * (9 * MEGA) + b"<?xml" + page(""),
    "title": lambda: page("", title="عنوان طويل جدا " * (MEGA // 3)),
    "title-one-word": lambda: page("", title="ا" * (2 * MEGA)),
    "meta": lambda: page("", title="x</title>" + '<meta name="author" content="محمد علي">' * 150_000 + "<title>"),
    "authors": lambda: page(f'<span class="author">{"محمد علي، " * (MEGA // 2)}</span>'),
    "date-text": lambda: page(f'<time datetime="{"2025-01-01 " * (MEGA // 2)}">{"20 آذار " * (MEGA // 2)}</time>'),
    "dates": lambda: page("<time>20 مارس 2025</time>" * (9 * MEGA // 32)),
    "json-ld-deep": lambda: page(json_ld(nested_json(1_000_000))),
    "json-ld-objects": lambda: page(json_ld(nested_objects(500_000))),
    "json-ld-900": lambda: page(json_ld(nested_objects(900)) * 500),
    "json-ld-graph": lambda: page(json_ld('{"@graph":[' + ",".join(['{"@type":"NewsArticle"}'] * 250_000) + "]}")),
    "json-ld-body": lambda: page(json_ld('{"@type":"NewsArticle","articleBody":"' + AR * (MEGA // 15) + '"}')),
    "json-ld-number": lambda: page(json_ld('{"@type":"NewsArticle","datePublished":' + "9" * (5 * MEGA) + "}")),
    "json-ld-many": lambda: page(json_ld('{"@type":"NewsArticle"}') * 100_000),
    "script": lambda: page(f"<script>{'<!--<script>' * (9 * MEGA // 12)}"),
    "doubled": lambda: page(f"<p>{AR * 3}</p>" * (9 * MEGA // 280)),
    "short-lines": lambda: page("<br>".join(f"سطر رقم {n}" for n in range(300_000))),
    "table-cells": lambda: page("<table>" + "<tr><td>1<td>2" * (9 * MEGA // 14)),
    "forms": lambda: page("<form><input>" * (9 * MEGA // 13)),
    "cards": lambda: page('<div class="card"><h3><a href=/n/1>خبر آخر اليوم</a></h3><p>نص</p></div>' * 90_000),
    "utf-16": lambda: b"\xff\xfe" + page("").decode().encode("utf-16-le") * 800,
    "nul": lambda: page("\0" * (9 * MEGA)),
    "svg": lambda: page("<svg>" * 100_000 + "<math>" * 100_000),
    "charset": lambda: b'<meta charset="' + b"a" * (9 * MEGA) + b'">' + page(""),
    "charset-many": lambda: b'<meta charset="x">' * (MEGA // 2) + page(""),
}

ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_ITEM = "<item><title>{title}</title><link>https://a.example/{n}</link></item>"

ANNOUNCED: dict[str, Callable[[], bytes]] = {
    "laughs": lambda: f'<!DOCTYPE r [<!ENTITY l0 "ha">{ENTITIES}]><rss><item>&l9;</item></rss>'.encode(),
    "quadratic": lambda: f'<!DOCTYPE r [<!ENTITY a "{"a" * MEGA}">]><rss>{"&a;" * 100_000}</rss>'.encode(),
    "external": lambda: b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item>&a;</item></rss>',
    "parameter": lambda: b'<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1:1/x"> %a;]><rss><item>1</item></rss>',
    "external-dtd": lambda: b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x"><rss><item>1</item></rss>',
    "many-open-doctypes": lambda: b"<!DOCTYPE a [" * (10 * MEGA // 13),
    "items": lambda: ("<rss>" + "".join(_ITEM.format(n=n, title="خبر") for n in range(150_000)) + "</rss>").encode(),
    "items-same": lambda: ("<rss>" + _ITEM.format(n=1, title="خبر") * 150_000 + "</rss>").encode(),
    "item-children": lambda: b"<rss><item>" + b"<link/>" * (10 * MEGA // 7) + b"</item></rss>",
    "items-nested": lambda: b"<rss>" + b"<item>" * (10 * MEGA // 6),
    "items-nested-200": lambda: b"<rss>" + (b"<item>" * 200 + b"</item>" * 200) * (10 * MEGA // 2600),
    "urls": lambda: b"<urlset>" + b"<url><loc>https://a.example/1</loc></url>" * (10 * MEGA // 41) + b"</urlset>",
    "urls-distinct": lambda: ("<urlset>" + "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(220_000))).encode(),
    "urls-nested": lambda: b"<urlset>" + b"<url>" * (10 * MEGA // 5),
    "urls-nested-200": lambda: b"<urlset>" + (b"<url>" * 200 + b"<loc>http://a.b/c</loc>" + b"</url>" * 200) * 4500,
    "sitemaps": lambda: ("<sitemapindex>" + "".join(f"<sitemap><loc>https://a.example/{n}</loc></sitemap>" for n in range(200_000))).encode(),
    "sitemap-numbers": lambda: b"<sitemapindex><sitemap><loc>https://a.example/" + b"1-" * (5 * MEGA) + b"</loc></sitemap></sitemapindex>",
    "loc-long": lambda: b"<urlset><url><loc>https://a.example/" + b"%d8" * (3 * MEGA) + b"</loc></url></urlset>",
    "loc-dots": lambda: b"<urlset><url><loc>https://a.example/" + b"a/../" * (2 * MEGA) + b"</loc></url></urlset>",
    "loc-amp": lambda: b"<urlset><url><loc>https://a.example/x" + b"/amp" * (2 * MEGA) + b"</loc></url></urlset>",
    "loc-query": lambda: b"<urlset><url><loc>https://a.example/?" + b"a;" * (5 * MEGA) + b"</loc></url></urlset>",
    "ampersands": lambda: b"<rss>" + b"&" * (10 * MEGA),
    "ampersand-hash": lambda: b"<rss>" + b"&#1" * (10 * MEGA // 3),
    "ampersand-digits": lambda: b"<rss>&#" + b"1" * (10 * MEGA),
    "cdata": lambda: b"<rss>" + b"<![CDATA[" * (10 * MEGA // 9),
    "xml-comments": lambda: b"<rss>" + b"<!--" * (10 * MEGA // 4),
    "title-angles": lambda: ("<rss>" + _ITEM.format(n=1, title="<![CDATA[" + "<" * (9 * MEGA) + "]]>") + "</rss>").encode(),
    "title-entities": lambda: ("<rss>" + _ITEM.format(n=1, title="<![CDATA[" + "&" * (9 * MEGA) + "]]>") + "</rss>").encode(),
    "title-long": lambda: ("<rss>" + _ITEM.format(n=1, title="خبر " * (MEGA)) + "</rss>").encode(),
    "date-long": lambda: b"<rss><item><link>http://a.b/c</link><pubDate>" + b"Mon, 1 " * MEGA + b"</pubDate></item></rss>",
    "date-digits": lambda: b"<rss><item><link>http://a.b/c</link><pubDate>" + b"1" * (9 * MEGA) + b"</pubDate></item></rss>",
    "date-parens": lambda: b"<rss><item><link>http://a.b/c</link><pubDate>" + b"(" * (9 * MEGA) + b"</pubDate></item></rss>",
    "attributes-xml": lambda: b"<rss " + b" ".join(b"a%d='1'" % n for n in range(400_000)) + b"></rss>",
    "namespaces": lambda: b"<rss " + b" ".join(b"xmlns:a%d='u%d'" % (n, n) for n in range(100_000)) + b"><a1:item/></rss>",
    "plain-addresses": lambda: b"\n".join(b"https://a.example/%d" % n for n in range(400_000)),
    "json-deep": lambda: nested_json(5 * MEGA).encode(),
    "json-objects": lambda: ('[{"a":' * MEGA).encode(),
    "json-900": lambda: ("[" + ",".join([nested_json(900)] * 5000) + "]").encode(),
    "json-posts": lambda: ('[{"link":"https://a.example/1","title":{"rendered":"x"}}' + ',{"link":"https://a.example/1","title":{"rendered":"x"}}' * 180_000 + "]").encode(),
    "json-before": lambda: b"[{" * (5 * MEGA),
    "json-html": lambda: ('[{"html":"' + "<a href='/1'>x</a>" * 500_000 + '"}]').encode(),
    "json-htmls": lambda: ("[" + ",".join(['"<a href=\'/1\'>x</a>"'] * 400_000) + "]").encode(),
    "json-number": lambda: b"[" + b"9" * (9 * MEGA) + b"]",
    "robots": lambda: b"Sitemap: https://a.example/x\n" * (10 * MEGA // 29),
}  # fmt: skip
