"""How long each phoneme lasts, and how pitch and energy run over them: Kokoro's prosody predictor."""

from collections import OrderedDict

import torch

from gpu_containers.text_to_speech.kokoro_layers import AdainResBlk1d, AdaLayerNorm, Layer, both_ways


class DurationEncoder(Layer):
    def __init__(self, hidden: int, style: int, depth: int) -> None:
        super().__init__()
        pairs = [(both_ways(hidden + style, hidden), AdaLayerNorm(style, hidden)) for _ in range(depth)]
        self.lstms = torch.nn.ModuleList(layer for pair in pairs for layer in pair)

    def forward(self, x: torch.Tensor, s: torch.Tensor) -> torch.Tensor:
        """(1, n, hidden + style) of (1, n, hidden)."""
        beside = s[:, None].expand(-1, x.shape[1], -1)
        x = torch.cat([x, beside], dim=-1)
        for lstm, norm in zip(self.lstms[::2], self.lstms[1::2], strict=True):
            x = torch.cat([norm(lstm(x)[0], s), beside], dim=-1)
        return x


class ProsodyPredictor(Layer):
    def __init__(self, hidden: int, style: int, depth: int, longest: int) -> None:
        super().__init__()
        self.text_encoder = DurationEncoder(hidden, style, depth)
        self.lstm = both_ways(hidden + style, hidden)
        self.duration_proj = torch.nn.Sequential(OrderedDict(linear_layer=torch.nn.Linear(hidden, longest)))
        self.shared = both_ways(hidden + style, hidden)
        self.F0 = _curve(hidden, style)
        self.N = _curve(hidden, style)
        self.F0_proj = torch.nn.Conv1d(hidden // 2, 1, 1)
        self.N_proj = torch.nn.Conv1d(hidden // 2, 1, 1)

    def durations(self, encoded: torch.Tensor, speed: float) -> torch.Tensor:
        """Whole frames, (n,), at least one each."""
        lasting = torch.sigmoid(self.duration_proj(self.lstm(encoded)[0])).sum(-1) / speed
        return lasting[0].round().clamp(min=1).long()

    def curves(self, x: torch.Tensor, s: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Pitch in Hz and energy, each (1, 1, 2 × frames), of (1, frames, hidden + style)."""
        pitch = energy = self.shared(x)[0].mT
        for block in self.F0:
            pitch = block(pitch, s)
        for block in self.N:
            energy = block(energy, s)
        return self.F0_proj(pitch), self.N_proj(energy)


def _curve(hidden: int, style: int) -> torch.nn.ModuleList:
    half = hidden // 2
    return torch.nn.ModuleList(
        [
            AdainResBlk1d(hidden, hidden, style),
            AdainResBlk1d(hidden, half, style, doubled=True),
            AdainResBlk1d(half, half, style),
        ]
    )
