"""What a prompt is about, once "Make a 30 second video about …" and other words to a film crew are taken off."""

import re

from greenlight.writers.rules_clean import clean
from greenlight.writers.rules_text import finished, sentences
from greenlight.writers.storyboard_rules_clauses import clause_of
from greenlight.writers.storyboard_rules_requests import CREW, LABEL, PLAIN_ASK, PREAMBLE, TAILS
from greenlight.writers.storyboard_rules_topic import steps_of


def content(prompt: str) -> list[str]:
    """The sentences that say what happens or what it is about, each ending with . ! or ?; none where there are none."""
    said = sentences(_unquoted_marks(clean(prompt)))
    kept = [finished(bare) for sentence in said if not _to_the_crew(sentence) and (bare := _bare(sentence))]
    kept = kept or [finished(_bare(sentence) or sentence) for sentence in said]
    return [part for sentence in kept for part in steps_of(sentence)]


def is_advert(prompt: str) -> bool:
    """Asks for a film that sells."""
    selling = r"teaser|trailer|ads?|adverts?|advertisements?|commercials?|promos?|promotional|promot(?:e|ing)|advertise"
    if re.match(r"\W*(?:introducing|presenting|announcing|say hello to|meet (?:the|our) new)\b", prompt, re.I):
        return True
    return bool(re.search(rf"\b(?:{selling}|launch|product|brand) (?:video|film|spot|for|our|my)\b", prompt, re.I))


def _to_the_crew(sentence: str) -> bool:
    return bool(CREW.match(sentence)) and not PREAMBLE.match(sentence)


def _unquoted_marks(text: str) -> str:
    return re.sub(r"[ <>\[\]{}|\\]+", " ", text)


def _bare(sentence: str) -> str:
    text = LABEL.sub("", sentence)
    for _ in range(2):
        text = LABEL.sub("", PREAMBLE.sub("", text, count=1))
    if text != sentence:
        text = re.sub(r"\?$", "" if PREAMBLE.match(sentence) else "?", text)
    text = PLAIN_ASK.sub("", text, count=1)
    for tail in TAILS:
        text = tail.sub("", text)
    if not clause_of(text):
        text = re.sub(r" in (?:\d+|\w+) (?:seconds?|minutes?)(?=\W*$)", "", text)
    text = re.sub(r"\s+([,.!?;:])", r"\1", text).strip(" ,;:-–—")
    return text if re.search(r"\w", text) else ""
