"""The network of words: embedding, a CNN over neighbours, a GRU in both directions, and what stands out in either.

CNN over words: Kim 2014 (arXiv 1408.5882). GRU: Cho et al. 2014 (arXiv 1406.1078). Texts of a batch have the same
length, so that nothing is filled up.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from fer_desktop.words.manifest import WordsNetworkConfig


class WordsNetwork(nn.Module):
    """Numbers of B texts of T tokens -> logits."""

    def __init__(self, config: WordsNetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.words = nn.Embedding(config.n_words, config.width)
        self.grams = nn.Embedding(config.n_buckets, config.width, padding_idx=0)
        self.loud = nn.Embedding(2, config.width)
        for table in (self.words, self.grams, self.loud):
            nn.init.normal_(table.weight, std=0.1)
        with torch.no_grad():
            self.words.weight[0], self.grams.weight[0] = 0.0, 0.0
        self.dropout = nn.Dropout(config.dropout)
        self.neighbours = nn.Conv1d(config.width, config.channels, 3, padding=1)
        self.gru = nn.GRU(config.channels, config.hidden, batch_first=True, bidirectional=True)
        self.query = nn.Linear(2 * config.hidden, 1)
        self.classifier = nn.Linear(2 * config.width + config.channels + 4 * config.hidden, len(config.classes))

    def features(self, words: Tensor, grams: Tensor, numbers: Tensor, loud: Tensor) -> Tensor:
        """(B, F) what the last layer sees.

        Args:
            words: (B, T, width) rows of the table of words.
            grams: (B, T, G, width) rows of the table of letter groups.
            numbers: (B, T, G) int64 of those, 0 for none. loud: (B, T) int64; see `tokens.Numbers`.
        """
        n_grams = (numbers > 0).sum(2, keepdim=True).clamp_min(1)
        each = words + grams.sum(2) / n_grams.sqrt() + self.loud(loud)  # (B, T, width)
        each = self.dropout(each)
        near = torch.relu(self.neighbours(each.transpose(1, 2)).transpose(1, 2))  # (B, T, channels)
        far, _ = self.gru(self.dropout(near))  # (B, T, 2 * hidden)
        weights = self.query(torch.tanh(far)).softmax(1)
        gathered = (weights * far).sum(1)
        return torch.cat([each.mean(1), each.amax(1), near.amax(1), far.amax(1), gathered], dim=1)

    def of_embedded(self, words: Tensor, grams: Tensor, numbers: Tensor, loud: Tensor) -> Tensor:
        """(B, C) logits; see `features`."""
        return self.classifier(self.dropout(self.features(words, grams, numbers, loud)))

    def forward(self, words: Tensor, grams: Tensor, loud: Tensor) -> Tensor:
        """(B, C) logits of (B, T), (B, T, G) and (B, T) int64; see `tokens.Numbers`."""
        return self.of_embedded(self.words(words), self.grams(grams), grams, loud)
