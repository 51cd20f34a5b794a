"""Peer of the summarizer: the same encoder-decoder in PyTorch, on token ids that were prepared for both.

    python benchmarks/summarization_pytorch.py task.json --threads 2

Bidirectional LSTM encoder, LSTM decoder, one embedding for both sides; with attention Luong's general one; with copying the
pointer-generator of See et al. 2017; dropout of embeddings and outputs, Adam with cosine decay, clipping by the global norm.
Prints one line an epoch: the seconds that decoding took, and the file with greedy summaries.
"""

import math
import random

import torch
from torch import nn

from pytorch_tokens import PAD, UNKNOWN, arguments, encode, greedy, lengths_of, load_task, padded, report, say, update

TINY = 1e-20


class Model(nn.Module):
    def __init__(self, task):
        super().__init__()
        width, units = task["embeddingSize"], task["units"]
        self.size = task["size"]
        self.attends, self.copies = task["attention"] != "none", task["copy"] != "none"
        self.embed = nn.Embedding(self.size, width)
        nn.init.uniform_(self.embed.weight, -task["embeddingLimit"], task["embeddingLimit"])
        self.encoder = nn.LSTM(width, units // 2, batch_first=True, bidirectional=True)
        self.decoder = nn.LSTM(width, units, batch_first=True)
        if self.attends:
            self.score = nn.Linear(units, units, bias=False)
            self.combine = nn.Linear(2 * units, units, bias=False)
        if self.copies:
            self.generate = nn.Linear(2 * units + width, 1)
        self.output = nn.Linear(units, self.size)
        self.dropout = nn.Dropout(task["dropout"])

    def encode(self, ids, lengths):
        return encode(self.encoder, self.dropout(self.embed(ids)), lengths)

    def decode(self, ids, states, memory, mask, copy_ids):
        """Log-probabilities over the vocabulary and the words of the document."""
        words = torch.where(ids < self.size, ids, UNKNOWN)
        inputs = self.dropout(self.embed(words))
        hidden, states = self.decoder(inputs, states)
        features = hidden
        if self.attends:
            scores = torch.bmm(hidden, self.score(memory).transpose(1, 2))
            weights = scores.masked_fill(~mask[:, None], -1e9).softmax(-1)
            context = torch.bmm(weights, memory)
            features = torch.tanh(self.combine(torch.cat([context, hidden], -1)))
        logits = self.output(self.dropout(features))
        if not self.copies:
            return logits.log_softmax(-1), states
        generate = torch.sigmoid(self.generate(torch.cat([context, hidden, inputs], -1)))
        surplus = copy_ids.shape[1]
        written = torch.cat(
            [generate * logits.softmax(-1), generate.new_zeros(*generate.shape[:2], surplus)], -1
        )
        places = copy_ids[:, None].expand(-1, ids.shape[1], -1)
        both = written.scatter_add(-1, places, (1 - generate) * weights)
        return both.clamp_min(TINY).log(), states


def tensors(rows):
    ids = [row["ids"] for row in rows]
    return padded(ids), padded([row["copyIds"] for row in rows]), lengths_of(ids)


def reader(model):
    def read(rows):
        ids, copy_ids, lengths = tensors(rows)
        memory, states = model.encode(ids, lengths)
        return states, lambda token, states: model.decode(token, states, memory, ids != PAD, copy_ids)

    return read


def main():
    options = arguments(__doc__).parse_args()
    task = load_task(options)
    examples, size = task["examples"], task["batchSize"]
    model = Model(task)
    optimizer = torch.optim.Adam(model.parameters(), task["learningRate"], fused=True)
    steps = task["epochs"] * math.ceil(len(examples) / size)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    say(pytorch=torch.__version__)
    for epoch in range(1, task["epochs"] + 1):
        random.shuffle(examples)
        for start in range(0, len(examples), size):
            rows = examples[start : start + size]
            ids, copy_ids, lengths = tensors(rows)
            target = padded([row["target"] for row in rows])
            memory, states = model.encode(ids, lengths)
            scores, _ = model.decode(target[:, :-1], states, memory, ids != PAD, copy_ids)
            labels, mask = target[:, 1:], target[:, 1:] != PAD
            losses = -scores.gather(-1, labels[:, :, None])[:, :, 0]
            loss = (losses * mask).sum() / mask.sum()
            update(model, optimizer, loss, task["clipNorm"])
            schedule.step()
        decode = lambda: greedy(model, task["test"], task["maximumLength"], reader(model), minimum=1)
        report(epoch, f"{options.task}.{epoch}", decode)


main()
