"""What people and machines type where words are expected: bare signs, invisible letters, markup, other alphabets."""

from hypothesis import strategies as st

SIGNS = (
    "!", "?", ".", ",", ":", ";", "-", "–", "—", "…", "...", "?!", ".,;:!?", "--", "(", ")", "()", "[", "]", "{",
    "}", "<", ">", '"', '""', "'", "''", "’", "“", "”", "‘", "«", "»", "/", "\\", "|", "*", "***", "_", "#", "@",
    "&", "%", "$", "~", "`", "^", "+", "=", "¿", "¡", "。", "、", "§", "°", "™", "©",
)  # fmt: skip
ODDITIES = (
    "1.", "2)", "-", "•", "1", "42", "3.5", "50%", "1️⃣", "a", "I", "x", "é", "e\u0301", "\u0301", "Å.", "ß", "İ",
    "ﬁ", "ǆ", "\u200b", "\u200d", "\ufeff", "\u202e", "\u2066", "\u00ad", "\x00", "\x1f", "\ud800", "\n", "\n\n",
    "\t", "\u2028", "שלום", "مرحبا", "猫", "雨の中", "한", "🎉", "👩‍👩‍👧", "❤️", "🇩🇪", "w" * 30, "W" * 200,
    "<b>", "</b>",
    "<script>", "&amp;", "<img src=x>", "{subject}", "[take]", "{0}", "%s", "http://", "www.", "a@b.c", "x.y/z",
    "Dr.", "e.g.", "no.", "U.S.", "it's", "’s", "x-y", "withLondon", "Scene 1:", "Prompt:", "Story", "1. A", "101",
    "explained", "for kids",
)  # fmt: skip
_WORDS = """
a the an my our this two three some of in at with for about to from and or but who that which then he she it they we
dog cat keeper kids city beach storm night app shop map book letter Anna London Then Meet How Why What is are was runs
running ran finds found adopts make create video ad explain describe show please never not gets tips ways steps
history bees quickly 1980s
"""
WORDS = _WORDS.split()

_PIECES = st.one_of(st.sampled_from(SIGNS), st.sampled_from(ODDITIES), st.sampled_from(WORDS), st.text(max_size=6))
_BETWEEN = st.sampled_from([" ", " ", " ", "", "\n"])

# Mostly short: what goes wrong with signs goes wrong at the ends and where nothing else is left.
hostile_texts = st.builds(
    lambda pieces, between: between.join(pieces),
    st.lists(st.one_of(_PIECES, st.builds("{}{}".format, _PIECES, _PIECES)), min_size=1, max_size=14),
    _BETWEEN,
)
