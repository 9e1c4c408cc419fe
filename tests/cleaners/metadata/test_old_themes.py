"""Whole pages of old themes, forums and scripts: headline, day, authors and section from plain mark-up."""

from __future__ import annotations

import pytest

from cleaners import clean_html
from tests.tools.page_heads import TEXT, TITLE

SITE = "منتدى الساحل"
NAME = "هند السباعي"
DAY = "2011-03-06"
POEM = (
    "<p>يا بحر كم مرت عليك سفائن</p><p>وكم انتظرت على الضفاف مراكبا</p>"
    "<p>والليل يطوي في المدى أسراره</p><p>والنجم يرقب في السماء مواكبا</p>"
)

PAGES = {
    "kubrick": (
        f"<title>{TITLE} - {SITE}</title>"
        f"<div id='header'><h1><a href='/'>{SITE}</a></h1><div class='description'>مدونة</div></div>"
        f"<div class='post'><h2><a href='/p/1' rel='bookmark'>{TITLE}</a></h2><small>6 مارس، 2011 "
        f"<!-- by admin --></small><div class='entry'>{TEXT}</div><p class='postmetadata'>نشر في "
        "<a href='/category/x' rel='category tag'>سفر</a> | <a href='#respond'>لا تعليقات »</a></p>"
        "</div>",
        DAY,
        [],
        "سفر",
    ),
    "kubrick2": (
        f"<title>{SITE} » {TITLE}</title>"
        f"<div id='header'><h1><a href='/'>{SITE}</a></h1><div class='description'>مدونة</div></div>"
        f"<div class='post'><h2>{TITLE}</h2><div class='entry'>{TEXT}<p class='postmetadata alt'><small>"
        "هذا الموضوع نشر يوم الأحد، 6 مارس 2011 الساعة 10:05 م تحت تصنيف <a href='/c'>سفر</a>"
        ". تستطيع متابعة التعليقات عبر RSS 2.0.</small></p></div></div>",
        DAY,
        [],
        "سفر",
    ),
    "twentyten": (
        f"<title>{TITLE} - {SITE}</title>"
        f"<div id='header'><h1><a href='/'>{SITE}</a></h1><div class='description'>مدونة</div></div>"
        f"<div class='hentry'><h1 class='entry-title'>{TITLE}</h1><div class='entry-meta'>"
        "<span class='meta-prep meta-prep-author'>نُشرت في</span> <a href='/p/1' rel='bookmark'>"
        "<span class='entry-date'>6 مارس 2011</span></a> <span class='meta-sep'>بواسطة</span> "
        f"<span class='author vcard'><a class='url fn n' href='/author/h'>{NAME}</a></span></div>"
        f"<div class='entry-content'>{TEXT}</div><div class='entry-utility'>"
        "هذه التدوينة نشرت ضمن التصنيف <a href='/c/s' rel='category tag'>سفر</a>. احفظ <a href='/p/1'>"
        "الرابط الدائم</a>.</div></div>",
        DAY,
        [NAME],
        "سفر",
    ),
    "vb4": (
        f"<title>{TITLE} - {SITE}</title>"
        f"<div class='breadcrumb'><a href='/'>{SITE}</a> &gt; <a href='/f1'>المنتدى العام</a></div>"
        f"<div id='pagetitle'><h1>الموضوع: <span class='threadtitle'><a href='/t1'>{TITLE}</a></span>"
        "</h1></div><ol id='posts'><li class='postbit'><div class='posthead'><span class='postdate'>"
        "<span class='date'>06-03-2011, <span class='time'>10:05 PM</span></span></span></div>"
        "<div class='userinfo'><a class='username' href='/m'><strong>قطر الندى</strong></a>"
        f"<span class='usertitle'>عضو نشيط</span></div><h2 class='title icon'>{TITLE}</h2>"
        f"<div class='content'>{TEXT}</div></li></ol>",
        DAY,
        [],
        "المنتدى العام",
    ),
    "phpbb": (
        f"<title>{TITLE} - {SITE}</title>"
        f"<h2 class='topic-title'><a href='./t1'>{TITLE}</a></h2><div class='post'><p class='author'>"
        "بواسطة <strong><a class='username' href='/m'>قطر الندى</a></strong> » 06 مارس 2011, 22:05</p>"
        f"<div class='content'>{TEXT}</div></div>",
        DAY,
        [],
        None,
    ),
    "smf": (
        f"<title>{TITLE} - {SITE}</title>"
        f"<div class='keyinfo'><h5><a href='/t1'>{TITLE}</a></h5><div class='smalltext'>"
        "« في: مارس 06, 2011, 10:05:12 مساءً »</div></div><div class='poster'><h4><a href='/m'>"
        f"عاشق البحر</a></h4></div><div class='post'>{TEXT}</div>",
        DAY,
        [],
        None,
    ),
    "xenforo": (
        f"<title>{TITLE} - {SITE}</title>"
        f"<div class='p-title'><h1 class='p-title-value'>{TITLE}</h1></div><ul class='listInline'><li>"
        "<i class='fa--xf'></i><span>بادئ الموضوع</span><a class='username' href='/m'>ولد البلد</a></li>"
        "<li><span>تاريخ البدء</span><a href='/t'>"
        "<time class='u-dt' datetime='2011-03-06T22:05:00+0300'>6 مارس 2011</time></a></li></ul>"
        f"<article class='message'><div class='message-cell'>{TEXT}</div></article>",
        DAY,
        [],
        None,
    ),
    "drupal7": (
        f"<title>{TITLE} | {SITE}</title>"
        f"<div id='branding'><a href='/' rel='home'>{SITE}</a></div><h1 class='title' id='page-title'>"
        f"{TITLE}</h1><div class='node'><div class='meta submitted'>"
        "<span property='dc:date dc:created' content='2011-03-06T22:05:00+03:00' datatype='xsd:dateTime'>"
        "نشره <span class='username'>admin</span> في أحد, 2011-03-06 22:05</span></div>"
        f"<div class='content'>{TEXT}</div><div class='field-name-taxonomy-vocabulary-1'>"
        "<a href='/taxonomy/term/3'>سفر</a></div></div>",
        DAY,
        [],
        None,
    ),
    "joomla15": (
        f"<title>{TITLE}</title>"
        f"<table class='contentpaneopen'><tr><td class='contentheading'>{TITLE}</td></tr></table>"
        f"<table class='contentpaneopen'><tr><td><span class='small'>كتب {NAME}</span></td></tr><tr>"
        f"<td class='createdate'>الأحد, 06 مارس 2011 22:05</td></tr><tr><td>{TEXT}</td></tr></table>",
        DAY,
        [NAME],
        None,
    ),
    "blogger_simple": (
        f"<title>{SITE}: {TITLE}</title>"
        f"<div class='header'><h1 class='title'><a href='/'>{SITE}</a></h1></div>"
        "<div class='widget Blog' id='Blog1'><h2 class='date-header'><span>الأحد، 6 مارس 2011</span>"
        "</h2><div class='post hentry'><h3 class='post-title entry-title'><a href='/2011/03/a.html'>"
        f"{TITLE}</a></h3><div class='post-body'>{TEXT}</div><div class='post-footer'>"
        f"<span class='post-author vcard'>مرسلة بواسطة <span class='fn'>{NAME}</span></span></div></div>"
        "</div>",
        DAY,
        [NAME],
        None,
    ),
    "nuxt_svg": (
        f"<title>{TITLE} - {SITE}</title>"
        f"<div class='wrap'><span class='chip'>سفر</span><h1>{TITLE}</h1><div class='meta'><div><svg>"
        f"<path d='M0'/></svg><span>{NAME}</span></div><div><svg><path d='M0'/></svg><span>6 مارس 2011"
        f"</span></div><div><svg></svg><span>12 دقيقة</span></div></div><div class='body'>{TEXT}</div>"
        "</div>",
        DAY,
        [NAME],
        "سفر",
    ),
    "vue_labels": (
        f"<title>{TITLE} - {SITE}</title>"
        f"<div><h1>{TITLE}</h1><ul class='info'><li><span class='lbl'>الكاتب</span><i class='mdi'></i>"
        f"<span class='val'>{NAME}</span></li><li><span class='lbl'>نُشر</span><i class='mdi'></i>"
        "<span class='val'>06/03/2011</span></li><li><span class='lbl'>القسم</span><i class='mdi'></i>"
        f"<span class='val'>سفر</span></li></ul><div>{TEXT}</div></div>",
        DAY,
        [NAME],
        "سفر",
    ),
    "poem1": (
        f"<title>{TITLE} - {SITE}</title>"
        "<div class='crumb'><a href='/'>الرئيسية</a> › <a href='/poets'>الشعراء</a> › <a href='/poet/3'>"
        f"{NAME}</a> › {TITLE}</div><h1>{TITLE}</h1><div class='poet-info'>"
        f"<a class='poet-name' href='/poet/3'>{NAME}</a></div><div class='poem'>{POEM}</div>",
        None,
        [NAME],
        None,
    ),
    "poem2": (
        f"<title>{TITLE} - {SITE}</title>"
        f"<h1>{TITLE}</h1><h3>الشاعر: <a href='/poet/3'>{NAME}</a></h3><div class='poem'>{POEM}</div>",
        None,
        [NAME],
        None,
    ),
    "poem3": (
        f"<title>{TITLE} - {SITE}</title>"
        f"<h1>{TITLE}</h1><p><span>الشاعر</span> : <a href='/poet/3'>{NAME}</a></p><p><span>العصر</span>"
        f" : العباسي</p><div class='poem'>{POEM}</div>",
        None,
        [NAME],
        None,
    ),
    "mobile": (
        f"<title>{TITLE} - {SITE}</title>"
        f"<div class='top'><a class='logo' href='/'>{SITE}</a></div><div class='catname'>سفر</div><h1>"
        f"{TITLE}</h1><div class='info'><span class='dt'>06/03/2011</span> <span class='auther'>{NAME}"
        f"</span></div><div class='txt'>{TEXT}</div>",
        DAY,
        [NAME],
        "سفر",
    ),
    "crumb_nested": (
        f"<title>{TITLE} - {SITE}</title>"
        "<nav><a href='/b'>طب</a></nav><div class='breadcrumbs'><span><a href='/'>الرئيسية</a></span>"
        "<span> / </span><span><a href='/n'>أخبار</a></span><span> / </span><span><a href='/s'>سفر</a>"
        f"</span></div><h1>{TITLE}</h1><span class='date'>6 مارس 2011</span>{TEXT}",
        DAY,
        [],
        "سفر",
    ),
}


@pytest.mark.parametrize("theme", PAGES)
def test_a_page_of_an_old_theme(theme: str) -> None:
    html, day, authors, section = PAGES[theme]
    article = clean_html(f"<html><body>{html}</body></html>")
    published = article.date_published and article.date_published[:10]
    assert (article.title, published, article.authors, article.section) == (TITLE, day, authors, section)


@pytest.mark.parametrize(
    "body",
    [
        f"<div class='match-info'>المجموعة: الأولى</div>{TEXT}",
        f"<div class='book-info'>تصنيف: رواية</div>{TEXT}",
        f"<ul><li>صاحب الدكان: {NAME}</li><li>الحارس: سامر الحلبي</li></ul>{TEXT}",
        f"<p>في 6 مارس 2011 كتب سامر الحلبي آخر رسالة</p>{TEXT}",
        f"<p>أرسلت بواسطة البريد في 6 مارس رسالة واحدة لم تصل</p>{TEXT}",
        f"{TEXT}<p>نشر هذا المقال في مجلة الساحل يوم 6 مارس 2011 ضمن ملف عن البحر.</p>",
        f"{TEXT}<div class='list'><div class='hentry'><h3 class='entry-title'><a href='/9'>خبر آخر</a></h3>"
        "<span class='vcard author'><span class='fn'>سامر الحلبي</span></span>"
        "<abbr class='published' title='2010-01-01'>x</abbr></div></div>",
    ],
)
def test_what_is_no_date_author_or_section(body: str) -> None:
    article = clean_html(f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{body}</body></html>")
    assert (article.date_published, article.authors, article.section) == (None, [], None)


@pytest.mark.parametrize("above", ["<div class='slogan'>صوت الحقيقة</div>", "<div class='top'>صوت البحر</div><hr>"])
def test_a_slogan_above_the_headline_is_no_section(above: str) -> None:
    assert (
        clean_html(f"<html><body>{above}<div class='post'><h1>{TITLE}</h1>{TEXT}</div></body></html>").section is None
    )
