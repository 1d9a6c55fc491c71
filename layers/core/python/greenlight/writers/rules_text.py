"""English text taken apart for the rules writer: sentences, and the spans that nobody may touch."""

import re
from collections.abc import Iterator


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ABBREVIATIONS = word_set(
    "dr mr mrs ms prof rev gen sen rep capt lt col sgt hon st ave blvd rd no vs inc ltd co corp jr sr dept est "
    "approx e.g i.e etc a.m p.m u.s u.k u.n e.u d.c ph.d b.a m.a jan feb mar apr jun jul aug sep sept oct nov dec"
)
_TERMINATOR = re.compile(r"""[.!?…؟।]+["”’')\]]*(?=\s|$)|[。！？]+[」』”]?""")
_URL = r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?<![\w@.-])(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?(?!\w)"
PROTECTED = re.compile(rf'"[^"]*"|“[^”]*”|«[^»]*»|(?<!\w)‘[^’]*’|(?<!\w)\'[^\']{{2,80}}\'(?!\w)|{_URL}')
NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")

# Words that begin a sentence only by position: safe to write small when the sentence is joined to another.
PLAIN_STARTERS = word_set(
    "a an the this that these those it its we our you your they their he his she her my there here"
)
# A sentence that opens with one of these leans on the sentence before it.
LEANING = word_set("it its they their them he his she her him this that these those then also there such both")
CONTRASTING = word_set("but however except only unless although though still yet otherwise instead nevertheless even")


def sentences(text: str) -> list[str]:
    """Cleaned text as sentences: each begins with a capital and ends with . ! ? or an ellipsis."""
    found = [s for line in text.split("\n") for s in _line_sentences(line)]
    return [finished(s) for s in found if re.search(r"\w", s)]


def _line_sentences(line: str) -> list[str]:
    parts, start = [], 0
    guarded = [m.span() for m in PROTECTED.finditer(line)]
    for match in _TERMINATOR.finditer(line):
        end = match.end()
        inside = any(a < match.start() and end < b for a, b in guarded)
        if inside or (match.group().startswith(".") and _abbreviated(line, start, match)):
            continue
        parts.append(line[start:end].strip())
        start = end
    return [*parts, line[start:].strip()]


def _abbreviated(line: str, start: int, match: re.Match[str]) -> bool:
    following = line[match.end() :].lstrip()
    word = re.split(r"[\s(\"“]", line[start : match.start()])[-1]
    if match.group() == "." and following[:1].islower():
        return word.lower() in _ABBREVIATIONS or len(word) == 1 or not word
    initial = len(word) == 1 and word.isupper() and word != "I"
    ends_here = word.lower() in {"etc", "a.m", "p.m", "inc", "ltd", "co", "corp", "jr", "sr", "u.s", "u.k", "d.c", "st"}
    if word.lower() == "no" and not following[:1].isdigit():
        return False
    return bool(following) and (initial or (word.lower() in _ABBREVIATIONS and not ends_here))


def finished(sentence: str) -> str:
    """With a capital first letter and a full stop where the writer left it out."""
    sentence = re.sub(r"\s+([,.!?;:])", r"\1", sentence.strip()).strip()
    sentence = re.sub(r"([!?])[!?]+", lambda m: "?" if "?" in m.group() else "!", sentence)
    sentence = re.sub(r"[\s,;:–—-]+$", "", sentence)
    if not re.search(r"[.!?…؟।。！？][\"”’')\]」』]*$", sentence):
        sentence += "."
    return capitalised(sentence)


def capitalised(sentence: str) -> str:
    for i, c in enumerate(sentence):
        if c.isalnum():
            leading_link = PROTECTED.match(sentence, i)
            upper = c.upper()
            keep = leading_link or not c.islower() or len(upper) != 1 or re.match(r"[a-z]+[A-Z0-9]", sentence[i:])
            return sentence if keep else sentence[:i] + upper + sentence[i + 1 :]
    return sentence


def first_word(sentence: str) -> str:
    match = re.search(r"[\w'’]+", sentence)
    return match.group().lower().replace("’", "'") if match else ""


def free_matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that touch no quotation, link or address."""
    guarded = [m.span() for m in PROTECTED.finditer(text)]
    for match in pattern.finditer(text):
        if all(match.end() <= a or b <= match.start() for a, b in guarded):
            yield match
