"""What to ask an outlet's own search for an article of which only the headline is known."""

from __future__ import annotations

import re

from cleaners.text.normalize import comparison_key

# Searches join all words with "and", and many cut long queries: this is about ten words.
_MAX_LETTERS = 70
# Enough to leave a page of results, few enough that none of them is likely to have changed in the headline.
_KEY_WORDS = 4
# Arabic words of fewer letters are mostly prepositions and pronouns.
_MIN_LETTERS = 4
_MARKS = re.compile(r"[^\w\s]|_")


def search_queries(headline: str) -> tuple[str, ...]:
    """The queries to try, the surest first: the headline if it is short, then its key words alone.

    Marks (a colon and quotes are operators in some searches) become blanks, words stay as they are spelled and
    in their order. The longest words are the key words: names and events are longer than what joins them. Empty
    for a headline without letters.
    """
    words = _MARKS.sub(" ", headline).split()
    whole = " ".join(words)
    long = [word for word in dict.fromkeys(words) if _weight(word) >= _MIN_LETTERS]
    kept = set(sorted(long, key=lambda word: (-_weight(word), words.index(word)))[:_KEY_WORDS])
    keys = " ".join(word for word in long if word in kept)
    queries = ([whole] if len(whole) <= _MAX_LETTERS and any(map(str.isalpha, whole)) else []) + [keys]
    return tuple(dict.fromkeys(query for query in queries if query))


def _weight(word: str) -> int:
    return len(comparison_key(word)) if not word.isdecimal() else 0
