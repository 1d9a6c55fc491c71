"""Who and what is in a scene: those it names, as its look describes them, and those of the look that it calls they."""

from dataclasses import replace

from gpu_containers.text_to_image.card import words
from gpu_containers.text_to_image.card.meanings import all_of
from gpu_containers.text_to_image.card.people_look import tells
from gpu_containers.text_to_image.card.phrases import Phrase, find_people, find_things

Phrases = tuple[Phrase, ...]
_THEY = frozenset(("they", "them", "their", "we", "our"))
_HE_OR_SHE = {"he": "man", "him": "man", "his": "man", "she": "woman", "her": "woman"}


def cast_of(own: tuple[str, ...], look: tuple[str, ...]) -> tuple[Phrases, Phrases]:
    """People and things. The look tells how somebody looks; it adds nobody to a scene that has its own subject."""
    people, things = find_people(own), find_things(own)
    known, belongings = find_people(look), find_things(look)
    if not (people or things) and _says_nothing(own):
        return known, belongings
    if not people:
        people = _called(own, known)
        things = (*things, *_also(own, belongings, things))
    return _as_described(people, known), _as_described(things, belongings)


def _says_nothing(own: tuple[str, ...]) -> bool:
    """No crowd, no place and no weather, so that only the look can tell what to show."""
    called = any(word in _HE_OR_SHE or word in _THEY or word == "it" for word in own)
    return not called and not any(all_of(group, own) for group in ("GROUPS", "PLACES", "WEATHERS"))


def _called(own: tuple[str, ...], known: Phrases) -> Phrases:
    if _THEY & set(own):
        return known
    kind = next((_HE_OR_SHE[word] for word in own if word in _HE_OR_SHE), "")
    return tuple(sorted(known, key=lambda person: kind not in person.kind.split()))[:1] if kind else ()


def _also(own: tuple[str, ...], belongings: Phrases, named: Phrases) -> Phrases:
    """The animals of “they”, and what “it” is."""
    if _THEY & set(own):
        meant = tuple(thing for thing in belongings if thing.kind in words.BEINGS)
    else:
        meant = belongings[:1] if "it" in own else ()
    return tuple(thing for thing in meant if thing.kind not in {other.kind for other in named})


def _as_described(found: Phrases, known: Phrases) -> Phrases:
    """The same words for the same one in every scene, unless the scene says what the look does not."""

    def described(one: Phrase) -> Phrase:
        telling = {word for word in one.words if tells(word)}
        told = next((other for other in known if other.kind == one.kind and telling <= set(other.words)), one)
        return replace(one, words=told.words)

    return tuple(map(described, found))
