"""Dates as the outlets print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_MONTHS = {
    "common": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "maghrebi": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "moroccan": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
}
_LEVANTINE = "كانون الثاني،شباط،آذار،نيسان،أيار،حزيران،تموز،آب،أيلول،تشرين الأول،تشرين الثاني،كانون الأول"
_DAYS = ["الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def written(day: datetime, months: str = "common", digits: str = "latin") -> str:
    """19 مارس 2025, in the months of a region and in Latin or Eastern digits."""
    text = f"{day.day} {_MONTHS[months].split()[day.month - 1]} {day.year}"
    return text.translate(_EASTERN) if digits == "eastern" else text


def dual(day: datetime) -> str:
    """7 شباط/فبراير 2023 12:31"""
    both = f"{_LEVANTINE.split('،')[day.month - 1]}/{_MONTHS['common'].split()[day.month - 1]}"
    return f"{day.day} {both} {day.year} {day:%H:%M}"


def weekday(day: datetime) -> str:
    """الجمعة 30 ديسمبر 2022, 1:10 م"""
    half = "م" if day.hour >= 12 else "ص"
    return f"{_DAYS[day.weekday()]} {written(day)}، {(day.hour - 1) % 12 + 1}:{day:%M} {half}"


def ordinal(day: datetime) -> str:
    """28th, February 2024 GMT"""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day // 10 != 1 else 0, "th")
    return f"{day.day}{ending}, {day:%B %Y} GMT"


def dotted(day: datetime) -> str:
    """28.02.2024 | 15:20 GMT"""
    return f"{day:%d.%m.%Y | %H:%M} GMT"


def rfc822(day: datetime) -> str:
    """Wed, 28 Feb 2024 15:20:00 +0000, whatever the locale."""
    names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{names[day.weekday()]}, {day.day:02} {months[day.month - 1]} {day.year} {day:%H:%M:%S} +0000"
