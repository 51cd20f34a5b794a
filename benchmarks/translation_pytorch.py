"""Peer of the translator: the same encoder-decoder with attention in PyTorch, on token ids that were prepared for both.

    python benchmarks/translation_pytorch.py task.json --threads 2

Bidirectional LSTM encoder, LSTM decoder, Luong's general attention, dropout of embeddings and outputs, Adam with cosine decay,
clipping by the global norm. Prints one line an epoch: the seconds that decoding took, and the file with greedy translations.
"""

import random

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from pytorch_tokens import PAD, arguments, encode, greedy, lengths_of, load_task, padded, report, say, update


class Model(nn.Module):
    def __init__(self, task):
        super().__init__()
        width, units = task["embeddingSize"], task["units"]
        self.source = nn.Embedding(task["sourceSize"], width, padding_idx=PAD)
        self.target = nn.Embedding(task["targetSize"], width, padding_idx=PAD)
        self.encoder = nn.LSTM(width, units // 2, batch_first=True, bidirectional=True)
        self.decoder = nn.LSTM(width, units, batch_first=True)
        self.score = nn.Linear(units, units, bias=False)
        self.combine = nn.Linear(2 * units, units, bias=False)
        self.output = nn.Linear(units, task["targetSize"])
        self.dropout = nn.Dropout(task["dropout"])

    def encode(self, ids, lengths):
        return encode(self.encoder, self.dropout(self.source(ids)), lengths)

    def decode(self, ids, states, memory, mask):
        hidden, states = self.decoder(self.dropout(self.target(ids)), states)
        scores = torch.bmm(hidden, self.score(memory).transpose(1, 2))
        weights = scores.masked_fill(~mask[:, None], -1e9).softmax(-1)
        seen = torch.tanh(self.combine(torch.cat([torch.bmm(weights, memory), hidden], -1)))
        return self.output(self.dropout(seen)), states


def batches(pairs, size):
    order = sorted(range(len(pairs)), key=lambda i: (len(pairs[i]["source"]), len(pairs[i]["target"])))
    return [order[start : start + size] for start in range(0, len(order), size)]


def reader(model):
    def read(rows):
        rows = [row or [PAD] for row in rows]
        ids = padded(rows)
        memory, states = model.encode(ids, lengths_of(rows))
        return states, lambda token, states: model.decode(token, states, memory, ids != PAD)

    return read


def main():
    options = arguments(__doc__).parse_args()
    task = load_task(options)
    pairs, groups = task["pairs"], batches(task["pairs"], task["batchSize"])
    model = Model(task)
    optimizer = torch.optim.Adam(model.parameters(), task["learningRate"], fused=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, task["epochs"] * len(groups))
    say(pytorch=torch.__version__)
    for epoch in range(1, task["epochs"] + 1):
        random.shuffle(groups)
        for group in groups:
            sources = [pairs[i]["source"] for i in group]
            ids, target = padded(sources), padded([pairs[i]["target"] for i in group])
            memory, states = model.encode(ids, lengths_of(sources))
            logits, _ = model.decode(target[:, :-1], states, memory, ids != PAD)
            loss = cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=PAD)
            update(model, optimizer, loss, task["clipNorm"])
            schedule.step()
        hypotheses = f"{options.task}.{task['seed']}.{epoch}"
        report(epoch, hypotheses, lambda: greedy(model, task["test"], task["maximumLength"], reader(model)))


main()
