"""Peer of learning to execute at the paper's size: the same LSTM in PyTorch, on batches of ids that were prepared for both.

    python benchmarks/execute_pytorch.py task.json --threads 2 --padding packed

One LSTM reads the program and then writes the answer; the loss is on the answer alone. Gradient descent, clipping by the global norm. Sources
are packed, or padded on the left so that PyTorch can run its fused layers. Prints one line an epoch.
"""

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pack_padded_sequence

from pytorch_tokens import PAD, arguments, lengths_of, load_task, padded, say, update


class Model(nn.Module):
    def __init__(self, task):
        super().__init__()
        size, units = task["characters"], task["units"]
        self.embeddings = nn.Embedding(size, task["embeddingSize"], padding_idx=PAD)
        self.lstm = nn.LSTM(task["embeddingSize"], units, task["layers"], batch_first=True)
        self.output = nn.Linear(units, size)
        for weight in self.parameters():
            nn.init.uniform_(weight, -0.08, 0.08)

    def forward(self, source, lengths, target):
        read = self.embeddings(source)
        if lengths is not None:
            read = pack_padded_sequence(read, lengths, batch_first=True, enforce_sorted=False)
        _, states = self.lstm(read)
        hidden, _ = self.lstm(self.embeddings(target), states)
        return self.output(hidden)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--padding", choices=["packed", "left"], default="packed")
    options = parser.parse_args()
    task = load_task(options)
    model = Model(task)
    optimizer = torch.optim.SGD(model.parameters(), task["learningRate"])
    is_left = options.padding == "left"
    say(pytorch=torch.__version__)
    for epoch, batches in enumerate(task["epochs"], 1):
        for batch in batches:
            lengths = None if is_left else lengths_of(batch["source"])
            target = padded(batch["target"])
            logits = model(padded(batch["source"], is_left), lengths, target[:, :-1])
            loss = cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=PAD)
            update(model, optimizer, loss, task["clipNorm"])
        say(epoch=epoch, apartSeconds=0)


main()
