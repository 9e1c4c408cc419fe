"""Charts as SVG, so that a report needs no library to draw: lines over a linear or a logarithmic scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT = 760, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 200, 40, 50
_COLOURS = ("#0b6e4f", "#c1440e", "#2d5d9f", "#8a5fa8", "#b58900", "#5f6b6d", "#d1495b", "#00798c")
_TICKS = 5


def chart(title: str, x_name: str, y_name: str, series: Mapping[str, Points], *, logarithmic: bool = False) -> str:
    """An SVG with one line for each series of points; on logarithmic scales all numbers must be above 0."""
    points = [point for line in series.values() for point in line]
    x, y = (_Scale([point[at] for point in points], logarithmic) for at in (0, 1))
    drawn = [_text(_WIDTH / 2, 22, title, "middle", size=15), *_axes(x, y, x_name, y_name)]
    for at, (name, line) in enumerate(series.items()):
        colour, height = _COLOURS[at % len(_COLOURS)], _TOP + 12 + 20 * at
        path = " ".join(f"{_place_x(x, a):.1f},{_place_y(y, b):.1f}" for a, b in line)
        drawn.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{path}"/>')
        drawn.append(f'<rect x="{_WIDTH - _RIGHT + 16}" y="{height - 9}" width="12" height="4" fill="{colour}"/>')
        drawn.append(_text(_WIDTH - _RIGHT + 34, height - 3, name, "start"))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif">'
    return "\n".join([head, f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>', *drawn, "</svg>", ""])


class _Scale:
    """Numbers to shares of an axis, from 0 to 1, and the numbers that are written beside it."""

    def __init__(self, values: Sequence[float], logarithmic: bool) -> None:
        self._logarithmic = logarithmic
        low, high = (min(values), max(values)) if logarithmic else (0.0, max([*values, 1e-9]))
        if logarithmic:
            self._low, self._high = floor(log10(low)), max(ceil(log10(high)), floor(log10(low)) + 1)
            self.ticks = [10.0**power for power in range(self._low, self._high + 1)]
        else:
            step = _round_step(high / _TICKS)
            self._low, self._high = 0, ceil(high / step) * step
            self.ticks = [step * number for number in range(round(self._high / step) + 1)]

    def share(self, value: float) -> float:
        """Where a number lies on the axis."""
        place = log10(value) if self._logarithmic else value
        return (place - self._low) / (self._high - self._low)


def _round_step(step: float) -> float:
    """The next of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** floor(log10(step))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step * 0.999)


def _place_x(scale: _Scale, value: float) -> float:
    return _LEFT + scale.share(value) * (_WIDTH - _LEFT - _RIGHT)


def _place_y(scale: _Scale, value: float) -> float:
    return _HEIGHT - _BOTTOM - scale.share(value) * (_HEIGHT - _TOP - _BOTTOM)


def _axes(x: _Scale, y: _Scale, x_name: str, y_name: str) -> list[str]:
    drawn = [
        _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, x_name, "middle"),
        _text(10, _TOP - 10, y_name, "start"),
    ]
    for tick in x.ticks:
        at = _place_x(x, tick)
        drawn.append(_line(at, _TOP, at, _HEIGHT - _BOTTOM))
        drawn.append(_text(at, _HEIGHT - _BOTTOM + 16, f"{tick:,.10g}", "middle"))
    for tick in y.ticks:
        at = _place_y(y, tick)
        drawn.append(_line(_LEFT, at, _WIDTH - _RIGHT, at))
        drawn.append(_text(_LEFT - 6, at + 4, f"{tick:,.10g}", "end"))
    return drawn


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'


def _text(x: float, y: float, words: str, anchor: str, size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}">{escape(words)}</text>'
