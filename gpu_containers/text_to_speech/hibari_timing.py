"""When each phoneme and written word of one hibari utterance is heard, from its durations and its silences."""

from collections.abc import Sequence
from dataclasses import replace

from gpu_containers.text_to_speech.closures import Phone, at_closures
from gpu_containers.text_to_speech.hibari_voice import SAMPLE_RATE, Utterance
from gpu_containers.text_to_speech.pauses import Pause, find_pauses
from gpu_containers.text_to_speech.timing import Span

STRESS = "ˈˌ"
MODIFIERS = "ːʰʲ̃"
SILENT = ' ;:,.!?—…"()“”'
STOPS = "pbtdkɡʔʧʤT"
CLOSURE_SECONDS = 0.06
RELEASE_SECONDS = 0.08


def phones_of(sounds: Sequence[str], utterance: Utterance) -> list[Phone]:
    """The phonemes of `sounds` (one string for each word, spoken joined by spaces), in seconds of the utterance."""
    phones: list[Phone] = []
    stress_began: float | None = None
    for position, (symbol, word) in enumerate(_characters(sounds)):
        start, end = float(utterance.edges[position]), float(utterance.edges[position + 1])
        if symbol in STRESS:
            stress_began = start if stress_began is None else stress_began
        elif symbol in MODIFIERS and phones:
            phones[-1] = replace(phones[-1], end=end)
        elif symbol not in SILENT:
            phones.append(Phone(symbol, word, start if stress_began is None else stress_began, end))
            stress_began = None
    spoken = _in_order(_around_pauses(_joined(phones), find_pauses(utterance.samples, SAMPLE_RATE)))
    return at_closures(spoken, utterance.samples, SAMPLE_RATE)


def _characters(sounds: Sequence[str]) -> list[tuple[str, int]]:
    """Each character of the joined string with its word's index; a space belongs to the word before it."""
    characters: list[tuple[str, int]] = []
    for word, sound in enumerate(sounds):
        if sound and characters:
            characters.append((" ", characters[-1][1]))
        characters.extend((symbol, word) for symbol in sound)
    return characters


def _joined(phones: list[Phone]) -> list[Phone]:
    """Connected speech has no gaps: what lies between two phonemes is shared, until a real silence says otherwise."""
    joined = list(phones)
    for i in range(len(joined) - 1):
        middle = (joined[i].end + joined[i + 1].start) / 2
        joined[i] = replace(joined[i], end=middle)
        joined[i + 1] = replace(joined[i + 1], start=middle)
    return joined


def _around_pauses(phones: list[Phone], pauses: Sequence[Pause]) -> list[Phone]:
    for begin, end in pauses:
        phones = [_clear_of(phone, begin, end) for phone in phones]
    return phones


def _clear_of(phone: Phone, begin: float, end: float) -> Phone:
    """The phoneme without the silence; a stop may keep its closure, since closed lips are silent, too."""
    if phone.end <= begin or phone.start >= end:
        return phone
    stop = phone.symbol in STOPS
    if phone.start < begin and phone.end > end and end - begin > phone.end - end + begin - phone.start:
        return replace(phone, end=begin) if begin - phone.start > phone.end - end else replace(phone, start=end)
    if phone.start < begin:
        return replace(phone, end=min(phone.end, begin))
    if phone.end > end:
        return replace(phone, start=max(phone.start, end - CLOSURE_SECONDS) if stop else end)
    return replace(phone, end=min(phone.end, phone.start + (RELEASE_SECONDS if stop else 0.03)))


def _in_order(phones: list[Phone]) -> list[Phone]:
    ordered: list[Phone] = []
    heard = 0.0
    for phone in phones:
        start = max(phone.start, heard)
        heard = max(phone.end, start)
        ordered.append(replace(phone, start=start, end=heard))
    return ordered


def word_spans(words: Sequence[str], phones: Sequence[Phone]) -> list[Span]:
    """One span for each written word; a word without a sound has no length and stands where the one before it ended."""
    spans: list[Span] = []
    heard = phones[0].start if phones else 0.0
    for index, text in enumerate(words):
        own = [phone for phone in phones if phone.word == index]
        start, end = (own[0].start, own[-1].end) if own else (heard, heard)
        spans.append(Span(text, start, end))
        heard = end
    return spans
