"""When each sentence, word and phoneme of a speech file is heard: the `timing.json` that captions and lips follow."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Span:
    """Seconds from the beginning of the file."""

    text: str
    start: float
    end: float


@dataclass
class Timing:
    language: str
    duration: float = 0.0
    sentences: list[Span] = field(default_factory=list)
    words: list[Span] = field(default_factory=list)
    phonemes: list[Span] = field(default_factory=list)

    def add_sentence(self, words: Sequence[Span], phonemes: Iterable[Span] = ()) -> None:
        """A sentence lasts from the start of its first word to the end of its last."""
        text = " ".join(word.text for word in words)
        self.sentences.append(Span(text, words[0].start, words[-1].end))
        self.words.extend(words)
        self.phonemes.extend(phonemes)

    def lasting(self, duration: float) -> "Timing":
        """The same speech, played so that it lasts `duration` seconds."""
        factor = duration / self.duration

        def paced(spans: list[Span]) -> list[Span]:
            return [Span(span.text, span.start * factor, span.end * factor) for span in spans]

        return Timing(self.language, duration, paced(self.sentences), paced(self.words), paced(self.phonemes))

    def write(self, path: Path) -> Path:
        document = {
            "duration": round(self.duration, 4),
            "language": self.language,
            "sentences": [_rounded(span) for span in self.sentences],
            "words": [_rounded(span) for span in self.words],
            "phonemes": [_rounded(span, "symbol") for span in self.phonemes],
        }
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
        return path


def _rounded(span: Span, name: str = "text") -> dict[str, str | float]:
    values = asdict(span)
    return {name: values["text"], "start": round(values["start"], 4), "end": round(values["end"], 4)}
