"""The instructions that rules can follow, read from free text; whatever else is asked for is left to a model."""

import re
from dataclasses import dataclass, replace

from greenlight.writers.rules_tone_table import FRIENDLY, PROFESSIONAL, Tone

_NOT = r"(?:no|not|without|avoid|remove|drop|skip|less|fewer|don'?t|never)\b[^.,;]{0,30}?\b"
QUESTIONS = ("What do you think?", "How does that sound?", "Are you in?", "Does that sound good?")
CALLS = ("Give it a try today.", "Take the next step today.", "Find out more today.", "Why not start today?")


@dataclass(frozen=True)
class Wishes:
    shorter: bool = False
    longer: bool = False
    exclamations: bool = True
    questions: bool = True
    opener: bool = True
    closer: bool = True
    manner: int = 0
    ending: tuple[str, ...] = ()

    def apply(self, tone: Tone) -> Tone:
        """The tone as these wishes bend it."""
        if tone.name != "sombre" and self.manner not in {0, tone.manner}:
            tone = PROFESSIONAL if self.manner > 0 else FRIENDLY
        if not self.exclamations:
            tone = replace(tone, exclamations=0)
        if not self.questions:
            plain = tuple(o for o in tone.openers if "?" not in o), tuple(c for c in tone.closers if "?" not in c)
            tone = replace(tone, openers=plain[0], closers=plain[1])
        return replace(tone, closers=self.ending or tone.closers)


def wishes_in(instructions: str | None) -> Wishes:
    text = (instructions or "").casefold().replace("’", "'")

    def asks(pattern: str) -> bool:
        return bool(re.search(rf"\b(?:{pattern})", text)) and not refuses(pattern)

    def refuses(pattern: str) -> bool:
        return bool(re.search(rf"\b{_NOT}(?:{pattern})", text))

    question = asks(r"question\b")
    call = asks(r"call[- ]to[- ]action|cta\b")
    casual = asks(r"casual|informal|relaxed|conversational")
    return Wishes(
        shorter=asks(r"short|brief|concise|trim|tight|cut\b") or refuses(r"long"),
        longer=asks(r"longer|lengthen|expand|more detail") or refuses(r"short"),
        exclamations=not refuses(r"exclamation|shout"),
        questions=not refuses(r"question"),
        opener=not refuses(r"greeting|opener|opening|intro|hello"),
        closer=not refuses(r"closer|closing|outro|goodbye|ending"),
        manner=-1 if casual else 1 if asks(r"formal|business-?like") else 0,
        ending=CALLS if call else QUESTIONS if question else (),
    )
