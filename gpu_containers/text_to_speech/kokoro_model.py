"""Kokoro's network: phonemes and a style in, samples and the length of each phoneme out.

After kokoro 0.9.4 (Apache-2.0, a StyleTTS 2 without its diffusion), written anew on torch and transformers' Albert.
"""

from dataclasses import dataclass

import numpy as np
import torch
from transformers import AlbertConfig, AlbertModel

from gpu_containers.text_to_speech.kokoro_config import KokoroConfig
from gpu_containers.text_to_speech.kokoro_decoder import Decoder
from gpu_containers.text_to_speech.kokoro_layers import ChannelNorm, Layer, both_ways
from gpu_containers.text_to_speech.kokoro_prosody import ProsodyPredictor


@dataclass(frozen=True)
class Spoken:
    """`samples` (n,) at 24 kHz on the CPU; `durations` in frames, one for each id."""

    samples: torch.Tensor
    durations: torch.Tensor


class TextEncoder(Layer):
    def __init__(self, symbols: int, channels: int, kernel: int, depth: int) -> None:
        super().__init__()

        def layer() -> torch.nn.Sequential:
            convolution = torch.nn.Conv1d(channels, channels, kernel, padding=(kernel - 1) // 2)
            return torch.nn.Sequential(convolution, ChannelNorm(channels), torch.nn.LeakyReLU(0.2))

        self.embedding = torch.nn.Embedding(symbols, channels)
        self.cnn = torch.nn.ModuleList(layer() for _ in range(depth))
        self.lstm = both_ways(channels, channels)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(1, n, channels) of ids (1, n)."""
        x = self.embedding(ids).mT
        for layer in self.cnn:
            x = layer(x)
        return self.lstm(x.mT)[0]


class Kokoro(Layer):
    def __init__(self, config: KokoroConfig) -> None:
        super().__init__()
        hidden, style = config.hidden_dim, config.style_dim
        albert = AlbertConfig(vocab_size=config.n_token, **config.plbert.model_dump())
        self._style = style
        self.bert = AlbertModel(albert, add_pooling_layer=False)
        self.bert_encoder = torch.nn.Linear(albert.hidden_size, hidden)
        self.predictor = ProsodyPredictor(hidden, style, config.n_layer, config.max_dur)
        self.text_encoder = TextEncoder(config.n_token, hidden, config.text_encoder_kernel_size, config.n_layer)
        self.decoder = Decoder(config)

    @torch.inference_mode()
    def speak(self, ids: list[int], style: torch.Tensor, speed: float, random: np.random.Generator) -> Spoken:
        """`ids` of the phonemes, with a pad before and after; `style` (1, 2 × style_dim) of a voice."""
        told = torch.tensor([ids], device=self.bert_encoder.weight.device)
        style = style.to(self.bert_encoder.weight)
        timbre, prosody = style[:, : self._style], style[:, self._style :]
        understood = self.bert_encoder(self.bert(told, attention_mask=torch.ones_like(told)).last_hidden_state)
        encoded = self.predictor.text_encoder(understood, prosody)
        durations = self.predictor.durations(encoded, speed)
        pitch, energy = self.predictor.curves(encoded.repeat_interleave(durations, dim=1), prosody)
        phonemes = self.text_encoder(told).repeat_interleave(durations, dim=1).mT
        samples = self.decoder(phonemes, pitch, energy, timbre, random)
        return Spoken(samples[0].float().cpu(), durations.cpu())
