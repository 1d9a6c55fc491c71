"""A scenario writer without a model: the product's own words, framed by lines that promise nothing."""

import hashlib
import random
import re
from collections.abc import Callable, Sequence

from greenlight.domain.scenario_faults import HASHTAG, scenario_faults
from greenlight.domain.scenario_shares import window
from greenlight.domain.scenario_writing import AudioScript, ScenarioRequest, ScenarioText
from greenlight.domain.speakable import unspeakable_reason
from greenlight.domain.speech_rate import spoken_seconds
from greenlight.domain.writing import normalised
from greenlight.writers import scenario_rules_lines as bank
from greenlight.writers.plain_text import plain
from greenlight.writers.rules_clean import clean
from greenlight.writers.rules_language import refuse_other_languages
from greenlight.writers.rules_text import capitalised, finished, sentences
from greenlight.writers.scenario_rules_fill import filled
from greenlight.writers.scenario_rules_people import Audience, audience_of
from greenlight.writers.scenario_rules_pictures import Stage
from greenlight.writers.storyboard_rules_shots import without_lettering

# A name that takes longer to say than this, or has more words, is cut to its first ones.
LONGEST_NAME, MOST_WORDS = 2.2, 5
# A sentence of the product's own that takes longer than this share of the main part is left to the description.
LONGEST_FACT = 0.5
NOBODY_IN = frozenset({"product-demo", "unboxing"})
_PEOPLE_WORDS = re.compile(r"\b(?:wo)?m[ae]n\b|\b(?:girls?|boys?|person|people|he|she|his|her|lady|guy|child|children|"
                           r"couple|customer|model|influencer|someone|somebody)\b", re.IGNORECASE)  # fmt: skip


class RulesScenarioWriter:
    """Writes English. The same request gives the same scenario, which has no faults."""

    name = "rules"
    languages: frozenset[str] | None = frozenset({"en"})

    def draft(
        self,
        request: ScenarioRequest,
        earlier: ScenarioText | None,  # noqa: ARG002  (the first draft is right)
        faults: Sequence[str],  # noqa: ARG002
        is_wanted: Callable[[], bool],  # noqa: ARG002  (it takes no time)
    ) -> ScenarioText:
        product = request.product
        text = plain(f"{product.name}. {product.description}")
        remedy = "describe the product in English, or set WRITER=openai (with OPENAI_API_KEY) for other languages"
        refuse_other_languages(request.language, text, what="product", remedy=remedy)
        quoting = _Advert(request).text()
        # Scraps of the product's own words may read as another language: then it is shown without them.
        return _Advert(request, quoting=False).text() if scenario_faults(quoting, request) else quoting


class _Advert:
    def __init__(self, request: ScenarioRequest, *, quoting: bool = True) -> None:
        self._request = request
        product = request.product
        seed = hashlib.sha256(repr(request).encode("utf-8", "replace")).digest()
        self._rng = random.Random(seed)  # noqa: S311
        self._name = _short_name(product.name)
        self._audience: Audience = audience_of(f"{product.name} {product.category} {product.description}")
        self._facts = self._told_facts() if quoting else []

    def text(self) -> ScenarioText:
        product = _definite(without_lettering(self._name).strip(" ,;:"))
        person = "" if self._nobody_is_seen(product) else self._audience.person
        name = capitalised(self._name) if normalised(self._name) else "The product"
        style, mood = self._request.style.replace("-", " "), self._request.mood
        about = self._facts[0] if self._facts else f"A look at {self._name}."
        return ScenarioText(
            title=f"{name}, {mood}"[:100],
            description=f"{capitalised(style)}, {mood}: {about}"[:500],
            narrative_style=f"{capitalised(style)}, {mood}",
            target_audience=self._target(),
            demographics=self._audience.demographics,
            person=person,
            scenes=Stage(self._request, self._audience, product, person).scenes(),
            audio=self._audio(),
        )

    # -- what is said ------------------------------------------------------------------------------------------------
    def _audio(self) -> AudioScript:
        said: set[str] = set()
        moods = bank.split(bank.MOODS[self._request.mood])
        hook = self._part("hook", [f"{capitalised(self._name)}."], bank.split(bank.HOOKS[self._request.style]), said)
        main = self._part("main", self._facts, [*moods, *bank.split(bank.MAIN)], said)
        named = [f"Have a look at {self._name}."] if normalised(self._name) else []
        cta = self._part("cta", [], [*named, *bank.split(bank.CALLS)], said)
        return AudioScript(hook, main, cta, self._hashtags())

    def _part(self, part: str, own: list[str], lines: list[str], said: set[str]) -> str:
        """Own lines first where they fit, then as many of the others as fill the time of the part."""
        fresh = [line for line in lines if normalised(line) not in said]
        sayable = [line for line in own if self._can_be_said(line)]
        chosen = filled(sayable, fresh, window(part, self._request), self._seconds, self._rng)
        if part == "hook" and len(chosen) > 1 and chosen[0] in own:
            # Who it is comes last: the first words must make somebody stay.
            turned = [*chosen[1:], chosen[0]]
            # In another order it may take another time: no sentence is heard to end before a name in small letters.
            chosen = turned if self._fills(turned, part) else chosen
        said |= set(map(normalised, chosen))
        return " ".join(chosen)

    def _fills(self, lines: list[str], part: str) -> bool:
        least, most = window(part, self._request)
        return least <= self._seconds(" ".join(lines)) <= most

    def _seconds(self, text: str) -> float:
        return spoken_seconds(text, self._request.voice)

    def _can_be_said(self, line: str) -> bool:
        return not unspeakable_reason(line, self._request.language)

    def _told_facts(self) -> list[str]:
        """The sentences of the description that are short enough to be said."""
        longest = LONGEST_FACT * window("main", self._request)[0]
        found = [finished(s) for s in sentences(clean(plain(self._request.product.description)[:3_000]))]
        known = {normalised(s): s for s in found if normalised(s) and self._can_be_said(s)}
        return [fact for fact in known.values() if self._seconds(fact) <= longest]

    # -- whom it is for ----------------------------------------------------------------------------------------------
    def _nobody_is_seen(self, product: str) -> bool:
        return self._request.style in NOBODY_IN and not _PEOPLE_WORDS.search(f"{product} {self._audience.place}")

    def _target(self) -> str:
        people = self._audience.demographics
        who = {"women": "Women", "men": "Men"}.get(people.target_gender, "Everybody")
        return f"{who}, {people.age_group}, with an interest in {people.product_type}"

    def _hashtags(self) -> tuple[str, ...]:
        words = [self._name, self._request.product.category, self._audience.demographics.product_type]
        words += [self._request.mood, self._request.style, "NewLook", "HaveALook"]
        tags = [f"#{_joined(word)[:40]}" for word in words]
        fresh: dict[str, str] = {}
        for tag in filter(HASHTAG.fullmatch, tags):
            fresh.setdefault(tag.casefold(), tag)
        return tuple(fresh.values())[:5]


def _joined(words: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.findall(r"[^\W_]+", words))


def _definite(name: str) -> str:
    """The product as prompts call it."""
    if not normalised(name) or name == "this":
        return "the product"
    return name if re.match(r"(?:an?|the|our|my|your) ", name, re.IGNORECASE) else f"the {name}"


def _short_name(name: str) -> str:
    """The name as it can be said: its first line and first words."""
    words = re.sub(r"[^\w\s'’&+.-]", " ", plain(name)).split()
    kept = words[:MOST_WORDS]
    while len(kept) > 1 and spoken_seconds(" ".join(kept)) - spoken_seconds("X") > LONGEST_NAME:
        kept.pop()
    short = " ".join(kept).strip(" .-&+")
    says_nothing = not normalised(short) or unspeakable_reason(short, "en-US") or spoken_seconds(short) > 3
    return "this" if says_nothing else short[:60]
