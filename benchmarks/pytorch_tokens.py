"""What the PyTorch peers of models over token ids share: command line, padding, the encoder, a step of training, greedy search."""

import argparse
import json
import math
import os
import random
import time

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

PAD, UNKNOWN, START, END = range(4)


def arguments(description):
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("task")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    return parser


def load_task(options):
    """The task, with the threads and the seed that were asked for."""
    torch.set_num_threads(options.threads)
    with open(options.task, encoding="utf8") as file:
        task = json.load(file)
    torch.manual_seed(task.get("seed", 1))
    random.seed(task.get("seed", 1))
    return task


def say(**line):
    print(json.dumps(line), flush=True)


def padded(rows, left=False):
    longest = max(1, max(map(len, rows)))
    fill = [[PAD] * (longest - len(row)) for row in rows]
    return torch.tensor([pad + row if left else row + pad for row, pad in zip(rows, fill)])


def lengths_of(rows):
    return torch.tensor([len(row) for row in rows])


def encode(lstm, embedded, lengths):
    """Outputs of a bidirectional LSTM, and its last states side by side."""
    packed = pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
    outputs, states = lstm(packed)
    outputs, _ = pad_packed_sequence(outputs, batch_first=True)
    return outputs, tuple(torch.cat([state[0], state[1]], -1)[None] for state in states)


def update(model, optimizer, loss, clip_norm):
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
    optimizer.step()


@torch.inference_mode()
def greedy(model, sources, steps, read, minimum=0):
    """Ids that a model writes for each source; `read(rows)` gives its states and what writes one step: (token, states) -> scores, states."""
    model.eval()
    results = []
    for start in range(0, len(sources), 100):
        rows = sources[start : start + 100]
        states, write = read(rows)
        token = torch.full((len(rows), 1), START)
        written, open_rows = [], torch.ones(len(rows), dtype=torch.bool)
        for step in range(steps):
            scores, states = write(token, states)
            scores[:, :, [PAD, UNKNOWN, START] + ([END] if step < minimum else [])] = -math.inf
            token = scores.argmax(-1)
            open_rows &= token[:, 0] != END
            if not open_rows.any():
                break
            written.append(torch.where(open_rows, token[:, 0], END))
        columns = torch.stack(written, 1).tolist() if written else [[] for _ in rows]
        results += [row[: row.index(END)] if END in row else row for row in columns]
    model.train()
    return results


def report(epoch, path, decode):
    """Writes what `decode()` gives into a file, and says how long that took."""
    start = time.perf_counter()
    with open(path, "w", encoding="utf8") as file:
        json.dump(decode(), file)
    say(epoch=epoch, apartSeconds=time.perf_counter() - start, hypotheses=path)
