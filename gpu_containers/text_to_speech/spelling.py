"""What a voice reads for a written word that is not one: an address, a handle, a Greek letter, a word in capitals."""

import re

_URL = re.compile(r"^(?:https?://|ftp://|www\.)\S+$", re.I)
_DOMAIN = re.compile(
    r"^(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|io|co|uk|de|fr|info|biz|us|ca|au|tv|me|ly|ai|app|dev|eu)(?:/\S*)?$", re.I
)
_EMAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
_TRAILING = ".,;:!?…'\"”’)]}»"
_LEADING = "'\"“‘([{«"
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon "
    "phi chi psi omega"
)
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK_NAMES.split(), strict=True))
_ADDRESS_MARKS = {".": "dot", "/": "slash", "-": "dash", "_": "underscore", "@": "at", "+": "plus", "~": "tilde"}
_SYMBOL_WORDS = {"©": "copyright", "®": "", "™": "", "№": "number"}
_COMMON = (
    "a an and are as at be but by can did do for get go had has he her him his how if in is let my new no nor not "
    "now of off old on one or our out own put say see she so the too try two up use was way we who why yes yet "
    "you all any buy end big bad"
)
_SHORT_WORDS = frozenset(_COMMON.split())
_SPELLED = (
    "HTML HTTP HTTPS USDA USSR IEEE NCAA NAACP ACLU AARP SEO CEO CTO CFO IOU EU UN UK USA FAQ API URL AI UX UI IT "
    "ID OK ATM RSVP ASPCA DIY EPA IRS IPO ICU AWS GPU CPU USB AC DC"
)
_INITIALISMS = frozenset(_SPELLED.split())
_TITLES = {"Prof.": "Professor", "Rev.": "Reverend", "Gov.": "Governor", "Sen.": "Senator", "Rep.": "Representative"}
_MULTIPLE_MARKS = re.compile(r"([!?])[!?]+")
_LONG_NUMBER = re.compile(r"\d[\d,]{14,}")
_DOTS = re.compile(r"\.{2,}")


def spoken_form(written: str, *, shouting: bool = False) -> str:
    """`shouting`: the words around it are in capitals, too, so capitals here are no initials."""
    body = written.strip(_LEADING).rstrip(_TRAILING)
    lead, _, tail = written.partition(body) if body else ("", "", "")
    if _EMAIL.match(body) or _URL.match(body) or _DOMAIN.match(body):
        return f"{_address(body)}{tail}"
    if written in _TITLES:
        return _TITLES[written]
    for symbol, word in _SYMBOL_WORDS.items():
        body = body.replace(symbol, f" {word} " if word else "")
    body = "".join(f" {GREEK[c.lower()]} " if c.lower() in GREEK else c for c in body).strip()
    if body.startswith("@") and len(body) > 1:
        body = f"at {body[1:]}"
    elif re.match(r"#[^\W\d]", body):
        body = f"hashtag {body[1:]}"
    body = _LONG_NUMBER.sub(lambda found: " ".join(found[0].replace(",", "")), body)
    tail = _DOTS.sub("…", _MULTIPLE_MARKS.sub(r"\1", tail))
    return f"{lead}{_lowered(body, shouting)}{tail}" if body else written


def _address(body: str) -> str:
    """Host and the first step of the path; what follows (queries, fragments) nobody wants to hear."""
    body = re.sub(r"^(?:\w+://)?(?:www\.)?", "", body, flags=re.I).rstrip("/")
    host, _, path = re.split(r"[?#]", body)[0].partition("/")
    first = path.split("/")[0]
    short = f"{host}/{first}" if first and len(first) <= 30 else host
    return " ".join(_ADDRESS_MARKS.get(part, part) for part in re.split(r"([./_@+~-])", short) if part)


def _lowered(word: str, shouting: bool) -> str:
    letters = [c for c in word if c.isalpha()]
    if len(letters) < 2 or not word.isupper() or any(c.isdigit() for c in word) or "." in word or word in _INITIALISMS:
        return word
    pronounceable = len(letters) >= 4 and any(c in "AEIOUY" for c in word)
    return word.lower() if shouting or pronounceable or word.lower() in _SHORT_WORDS else word
