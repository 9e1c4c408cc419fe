"""The normal form of published text, and the key under which two spellings of a text are the same."""

import re
from functools import lru_cache
from unicodedata import category, is_normalized
from unicodedata import normalize as unicode_form

# Letters and spelling marks of the Arabic script, as the insides of a character class.
LETTERS = (
    r"\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    r"\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
)
MARKS = (
    r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    r"\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
)
_TATWEEL = "\u0640"
_ZWNJ = "\u200c"

_KEPT_FORMS = frozenset("\ufdfa\ufdfd")  # the two honorifics that are published as one sign


def _spelled_out(form: str) -> str:
    """The letters behind a presentation form; a mark printed alone loses the blank that carries it."""
    letters = unicode_form("NFKC", form)
    return letters.lstrip(" " + _TATWEEL) if category(letters[-1]) == "Mn" else letters


def _presentation_forms() -> dict[int, str]:
    """Each presentation form and letter ligature, Latin ones too, to its letters; not signs and brackets."""
    blocks = (range(0xFB00, 0xFB07), range(0xFB50, 0xFDFE), range(0xFE70, 0xFEFD))
    forms = (chr(code) for block in blocks for code in block)
    return {ord(form): _spelled_out(form) for form in forms if category(form)[0] == "L" and form not in _KEPT_FORMS}


# Soft hyphen, grapheme joiner, bidi controls, zero-width space and joiner, invisible operators, BOM, and the sign
# that stands for an object left out.
_INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u180e\u200b\u200d-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]+")
_PRESENTATION_FORM = re.compile(r"[\ufb00-\ufb06\ufb50-\ufdfd\ufe70-\ufefc]")
_LETTERS_OF_FORMS = _presentation_forms()
SURROGATE = re.compile(r"[\ud800-\udfff]")
_LOOSE_ZWNJ = re.compile(rf"(?<![^\W\d_{MARKS}]){_ZWNJ}+|(?<=[^\W\d_]){_ZWNJ}+(?![^\W\d_])")
_BLANK_RUN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u115f\u1160\u2800\u3164]+")

# Tatweel is decoration between two letters of one word. A tanwin ends its word, so that tatweel is the dash
# of an ordinal; after a number and heh it is the sign of the Hijri year, even with the next word glued to it.
# Tatweel and marks up to a letter are found first and as a whole, or a long run would be read again from each tatweel.
_STRETCHED = re.compile(rf"(?<![{MARKS}{_TATWEEL}])[{MARKS}{_TATWEEL}]++(?=[{LETTERS}])")
_DECORATION = re.compile(rf"(?<=[{LETTERS}{MARKS}])(?<![\u064b-\u064d])(?<!\d\u0647)(?<!\d \u0647){_TATWEEL}+")

# A word with the Persian kaf or ya is respelled when all its other letters are of the Arabic alphabet: it is
# Arabic from a Persian keyboard. Names with peh, tcheh, zheh or gaf stay as they are.
_PERSIAN_TO_ARABIC = str.maketrans("\u06a9\u06cc", "\u0643\u064a")
_PERSIAN_LETTER = re.compile(r"[\u06a9\u06cc]")
_SCRIPT_WORD = re.compile(rf"[{LETTERS}{MARKS}{_TATWEEL}{_ZWNJ}]+")
_ARABIC_WORD = re.compile(rf"[\u0621-\u064a\u0671\u06a9\u06cc{MARKS}{_ZWNJ}]+")

# An address keeps its inside as it is, from its scheme, www or dotted name with a path to the next blank. Schemes and
# names have as many letters as they may have, or a long word would be read again from each of its letters.
_WEB_ADDRESS = r"(?:[A-Za-z][A-Za-z0-9+.-]{0,40}://|www\.|[A-Za-z0-9-]{1,63}\.[A-Za-z]{2,63}/)\S*"
_BLANK_BEFORE = re.compile(r" +(?=[\u060c\u061b:.\u061f!])")
_GLUED = re.compile(rf"({_WEB_ADDRESS})|(?<=[{LETTERS}{MARKS}{_TATWEEL}])([\u060c\u061b\u061f])(?=[{LETTERS}])")


def normalize(text: str) -> str:
    r"""The normal form of a text: what a record holds, spelled as published.

    Line breaks are borders of blocks and survive: each line is normalised by itself, several empty lines
    become one, and those at both ends go. Inside a line all white space is one blank, none before ، ؛ : . ؟ !
    and one after ، ؛ ؟ between two Arabic letters. Unseen marks go, presentation forms and Persian kaf and ya
    become letters, decorating tatweel goes. Empty for a text of nothing but white space. Idempotent, and any
    string is accepted.

    >>> normalize("الرئیس الروسی ، فلاديمير بوتيـــن:قال ؟")
    'الرئيس الروسي، فلاديمير بوتين:قال؟'
    >>> normalize("عام 1446 هـ الموافق 2025م،وبـ 5 آلاف")
    'عام 1446 هـ الموافق 2025م، وبـ 5 آلاف'
    >>> normalize("\ufeffﻷول مرة\xa0 ﷺ\r\n\n\n (أ.ف.ب) 3،5 «نعم؟»")
    'لأول مرة ﷺ\n\n(أ.ف.ب) 3،5 «نعم؟»'
    """
    lines = [_normal_line(line) for line in text.splitlines()]
    kept = (line for at, line in enumerate(lines) if line or (at and lines[at - 1]))
    return "\n".join(kept).strip("\n")


def _normal_line(line: str) -> str:
    """The normal form of one line; empty when nothing in it can be seen."""
    if line.isascii():
        return _BLANK_BEFORE.sub("", _BLANK_RUN.sub(" ", line).strip(" "))
    line = _without_invisible(line)
    line = _BLANK_BEFORE.sub("", _BLANK_RUN.sub(" ", line).strip(" "))
    line = _GLUED.sub(lambda found: found[1] or found[2] + " ", line)
    line = _STRETCHED.sub(_undecorated, line) if _TATWEEL in line else line
    line = _SCRIPT_WORD.sub(_respelled, line) if _PERSIAN_LETTER.search(line) else line
    return line if is_normalized("NFC", line) else unicode_form("NFC", line)


def _without_invisible(line: str) -> str:
    """The line with nothing in it but letters, marks, signs and blanks that a reader can see."""
    line = _INVISIBLE.sub("", SURROGATE.sub("\ufffd", line))
    line = line.translate(_LETTERS_OF_FORMS) if _PRESENTATION_FORM.search(line) else line
    line = line if is_normalized("NFC", line) else unicode_form("NFC", line)
    return _LOOSE_ZWNJ.sub("", line) if _ZWNJ in line else line


def _undecorated(run: re.Match[str]) -> str:
    """The marks of a run of tatweel and marks, and the tatweel that is no decoration by what stands before it."""
    kept, at = [], run.start()
    for found in _DECORATION.finditer(run.string, *run.span()):
        kept.append(run.string[at : found.start()])
        at = found.end()
    return "".join([*kept, run.string[at : run.end()]])


def _respelled(word: re.Match[str]) -> str:
    """The word with Arabic kaf and ya if it is of Arabic letters, else as it is."""
    return word[0].translate(_PERSIAN_TO_ARABIC) if _ARABIC_WORD.fullmatch(word[0]) else word[0]


# Alef forms → alef, waw and ya with hamza → waw and ya, alef maqsura and Persian ya → ya, ta marbuta → heh,
# Persian kaf → kaf, a hamza of its own and tatweel → nothing, Eastern and Persian digits → ASCII.
_KEY_FOLDING = str.maketrans(
    "\u0622\u0623\u0625\u0671\u0624\u0626\u0649\u06cc\u0629\u06a9"
    "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669"
    "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9",
    "\u0627\u0627\u0627\u0627\u0648\u064a\u064a\u064a\u0647\u0643" + 2 * "0123456789",
    "\u0621" + _TATWEEL + _ZWNJ,
)
_MARK_RUN = re.compile(f"[{MARKS}]+")
_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)  # the steps ask for the same lines again and again
def comparison_key(text: str) -> str:
    """What two spellings of one text have in common: words of folded letters and digits, one blank apart.

    Hamza and alef forms, ya, ta marbuta, tashkeel, tatweel, digits of all kinds, case, punctuation, quotation
    marks and white space make no difference; line breaks count as white space. Empty when there is no letter
    and no digit.

    >>> comparison_key("«أُعلـن في القاهرة» – ٢٠٢٤")
    'اعلن في القاهره 2024'
    >>> comparison_key("مسئول: إلى الأمام!") == comparison_key("مسئول الى الامام")
    True
    """
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    text = _INVISIBLE.sub("", text)
    text = text.translate(_LETTERS_OF_FORMS) if _PRESENTATION_FORM.search(text) else text
    folded = unicode_form("NFKC", unicode_form("NFKC", text).casefold())
    return _NOT_WORD.sub(" ", _MARK_RUN.sub("", folded).translate(_KEY_FOLDING)).strip()
