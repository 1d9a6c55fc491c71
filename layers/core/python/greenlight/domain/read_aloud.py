"""How a written text sounds, roughly and from its letters alone: numbers as words, initials spelled, syllables."""

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
ONES, TENS = _ONES.split(), _TENS.split()
_SCALES = ((1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"))
_SYMBOLS = {
    "%": " percent ",
    "&": " and ",
    "@": " at ",
    "+": " plus ",
    "=": " equals ",
    "°C": " degrees celsius ",
    "°": " degrees ",
    "#": " number ",
}
_TITLES = {"Mr": "mister", "Mrs": "missus", "Ms": "miss", "Dr": "doctor", "Prof": "professor", "St": "saint"}
_TITLE = re.compile(rf"\b({'|'.join(_TITLES)})\.?(?=\s+[A-Z])")
_MONEY = re.compile(r"([$€£¥])\s?([\d,]*\d(?:\.\d+)?)(\s(?:thousand|million|billion|trillion))?")
_CURRENCY = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})\b")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_UNIT = re.compile(r"(?<=\d)\s?(km|kg|cm|mm|m|g|h|s|mph|am|pm|AM|PM)\b")
_UNITS = {
    "km": "kilometers",
    "kg": "kilograms",
    "cm": "centimeters",
    "mm": "millimeters",
    "m": "meters",
    "g": "grams",
    "h": "hours",
    "s": "seconds",
    "mph": "miles per hour",
    "am": "A M",
    "pm": "P M",
}
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w.+-]{1,64}@[\w.-]{1,100}\w"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:com|org|net|io|gov|edu)\b\S*",
    re.I,
)
_ADDRESS_MARK = {".": " dot ", "/": " slash ", "-": " dash ", "_": " underscore ", "@": " at "}
_VOWEL_GROUP = re.compile(r"[aeiouy]+")
_SOUNDED_ENDS = ("le", "ee", "oe", "ted", "ded", "ses", "ces", "ges", "xes")
_DIGITS_READ_ONE_BY_ONE = 15


def number_words(digits: str) -> str:
    """`digits` may have thousands commas and a decimal point; four digits from 1100 to 2099 are read as a year."""
    whole, _, decimals = digits.replace(",", "").partition(".")
    if len(whole) > _DIGITS_READ_ONE_BY_ONE:
        return " ".join(ONES[int(digit)] for digit in whole + decimals)
    value = int(whole)
    year = len(whole) == 4 and "," not in digits and not decimals and (1100 <= value < 2000 or 2010 <= value < 2100)
    words = f"{_whole(value // 100)} {_pair(value % 100)}" if year else _whole(value)
    return f"{words} point {' '.join(ONES[int(digit)] for digit in decimals)}" if decimals else words


def _pair(value: int) -> str:
    return "hundred" if value == 0 else f"oh {ONES[value]}" if value < 10 else _whole(value)


def _whole(value: int) -> str:
    for size, name in _SCALES:
        if value >= size:
            rest = value % size
            return f"{_whole(value // size)} {name}" + (f" {_whole(rest)}" if rest else "")
    if value >= 100:
        return f"{ONES[value // 100]} hundred" + (f" and {_whole(value % 100)}" if value % 100 else "")
    if value < 20:
        return ONES[value]
    return TENS[value // 10] + (f" {ONES[value % 10]}" if value % 10 else "")


def read_out(text: str) -> str:
    """The text with numbers, money, times and addresses as the words that a voice says for them."""
    text = _ADDRESS.sub(lambda found: _address(found[0]), text)
    text = _TITLE.sub(lambda m: _TITLES[m[1]], text)
    text = _MONEY.sub(lambda m: f"{m[2]}{m[3] or ''} {_CURRENCY[m[1]]}", text)
    text = _CLOCK.sub(lambda m: f"{m[1]} {'' if m[2] == '00' else m[2]}", text)
    text = _UNIT.sub(lambda m: f" {_UNITS[m[1].lower()]}", text)
    text = _NUMBER.sub(lambda found: f" {number_words(found[0])} ", text)
    for symbol, words in _SYMBOLS.items():
        text = text.replace(symbol, words)
    return text


def _address(address: str) -> str:
    """Host and the first step of the path, as engines read it; the rest is left out."""
    host, _, path = re.sub(r"^\w+://|^www\.", "", re.sub(r"^\w+://", "", address)).partition("/")
    short = host + ("/" + path.split("/")[0].split("?")[0] if path else "")
    return "".join(_ADDRESS_MARK.get(c, c) for c in short)


def syllables(word: str) -> int:
    """At least one; groups of vowels, less a silent final e."""
    lower = word.lower()
    if word.isupper() and 1 < len(word) <= 4 and (len(word) <= 3 or not _VOWEL_GROUP.search(lower)):
        return len(word) + 2 * lower.count("w")
    groups = len(_VOWEL_GROUP.findall(lower))
    if (
        lower.endswith(("e", "es", "ed"))
        and not lower.endswith(("le", "ted", "ded", "ses", "ces", "ges", "xes"))
        and groups > 1
    ):
        groups -= 1
    return max(1, groups)
