"""What is begun in one line ends in order, whatever takes longer, fails or is cancelled."""

from __future__ import annotations

import asyncio

from crawler.spiders.in_order import InOrder


def ended(*seconds: tuple[str, float]) -> list[int]:
    """The order in which things end that take so long, each in the line of a name; negative ones fail."""

    async def one(lines: InOrder, number: int, name: str, takes: float) -> None:
        async with lines.place(name) as turn:
            await asyncio.sleep(abs(takes))
            if takes < 0:
                raise ValueError
            await turn()
            found.append(number)

    async def main() -> None:
        lines = InOrder()
        tasks = [asyncio.ensure_future(one(lines, at, *given)) for at, given in enumerate(seconds)]
        await asyncio.wait(tasks)
        for task in tasks:
            task.exception()
        assert not lines._last

    found: list[int] = []
    asyncio.run(main())
    return found


def test_a_line_keeps_its_order() -> None:
    assert ended(("a", 0.2), ("a", 0.0), ("a", 0.1)) == [0, 1, 2]


def test_lines_do_not_wait_for_each_other() -> None:
    assert ended(("a", 0.3), ("b", 0.0), ("a", 0.0)) == [1, 0, 2]


def test_what_fails_frees_its_place_after_those_before_it() -> None:
    assert ended(("a", 0.2), ("a", -0.01), ("a", 0.0)) == [0, 2]
