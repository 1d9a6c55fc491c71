"""One voice of Kokoro: phonemes in, samples and, exactly, when each phoneme is spoken."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from hibari.g2p import G2P

from gpu_containers.text_to_speech.hibari_voice import Utterance
from gpu_containers.text_to_speech.hibari_words import pronounce
from gpu_containers.text_to_speech.kokoro_config import SAMPLE_RATE, KokoroConfig
from gpu_containers.text_to_speech.kokoro_model import Kokoro
from gpu_containers.text_to_speech.sentences import Word

# The sound runs ahead of the predicted durations by so many frames: the reference's own timestamps say so.
SOUND_LEADS_BY = 3
_PAD = 0
# hibari's front end speaks the alphabet of the published vocabulary, but for this.
_SOUNDS_LIKE = {"ʀ": "ʁ"}


class KokoroVoice:
    def __init__(self, network: Kokoro, config: KokoroConfig, styles: torch.Tensor, g2p: G2P) -> None:
        """`styles` has a row for each number of phonemes, (510, 1, 2 × style_dim)."""
        self._network, self._config, self._styles, self._g2p = network, config, styles, g2p

    def sounds_of(self, words: Sequence[Word]) -> list[str]:
        """Phonemes that the network has a sound for, one string for each written word."""
        return [self._pronounceable(sound) for sound in pronounce(self._g2p, words)]

    def _pronounceable(self, phonemes: str) -> str:
        alike = (_SOUNDS_LIKE.get(symbol, symbol) for symbol in phonemes)
        return "".join(symbol for symbol in alike if symbol in self._config.vocab).strip()

    def fits(self, words: Sequence[Word]) -> bool:
        return len(" ".join(self.sounds_of(words))) <= self._config.longest

    def speak(self, phonemes: str, speed: float, random: np.random.Generator) -> Utterance:
        """`phonemes` must be pronounceable; a single word that is too long for the network is spoken in parts."""
        spoken = [self._speak(part, speed, random) for part in _parts(phonemes, self._config.longest)]
        edges: list[float] = []
        before = 0.0
        for utterance in spoken:
            edges[-1:] = (utterance.edges + before).tolist()
            before += len(utterance.samples) / SAMPLE_RATE
        return Utterance(np.concatenate([utterance.samples for utterance in spoken]), np.array(edges))

    def _speak(self, phonemes: str, speed: float, random: np.random.Generator) -> Utterance:
        ids = [_PAD, *(self._config.vocab[symbol] for symbol in phonemes), _PAD]
        spoken = self._network.speak(ids, self._styles[len(phonemes) - 1], speed, random)
        ends = spoken.durations.numpy().cumsum()
        lead = min(SOUND_LEADS_BY, int(ends[0]))
        edges = (ends[:-1] - lead) * (self._config.samples_per_frame / SAMPLE_RATE)
        return Utterance(spoken.samples.numpy(), edges)


def _parts(phonemes: str, longest: int) -> Iterator[str]:
    while len(phonemes) > longest:
        cut = phonemes.rfind(" ", 0, longest) + 1 or longest
        yield phonemes[:cut]
        phonemes = phonemes[cut:]
    yield phonemes
