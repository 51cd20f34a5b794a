"""Worker: the same model in PyTorch eager, decoded by a batched greedy and beam search."""

import json
import struct

import torch
from serve import serve, settings
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

SETTINGS = settings()
PAD, UNKNOWN, START, END = 0, 1, 2, 3
BEAM, LIMIT = SETTINGS["beamSize"], SETTINGS["maximumLength"]
# Sources that have ended leave the batch; otherwise a batch ends as a whole.
COMPACT = SETTINGS["compact"]
NEVER = float("-inf")


def load_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        first, last = entry["data_offsets"]
        flat = torch.frombuffer(data, dtype=torch.float32, count=(last - first) // 4, offset=first)
        tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors


class Model(nn.Module):
    """Bidirectional LSTM encoder, LSTM decoder, general attention (Luong 2015), output layer."""

    def __init__(self, weights):
        super().__init__()
        self.source = nn.Embedding.from_pretrained(weights["encoder.embeddings"])
        self.target = nn.Embedding.from_pretrained(weights["decoder.embeddings"])
        inputs, gates = weights["encoder.0.forward.kernel"].shape
        self.encoder = nn.LSTM(inputs, gates // 4, batch_first=True, bidirectional=True)
        fill(self.encoder, "", weights, "encoder.0.forward")
        fill(self.encoder, "_reverse", weights, "encoder.0.backward")
        inputs, gates = weights["decoder.0.kernel"].shape
        self.decoder = nn.LSTM(inputs, gates // 4, batch_first=True)
        fill(self.decoder, "", weights, "decoder.0")
        self.memory = linear(weights["attention.memory"])
        self.combine = linear(weights["attention.combine"])
        self.output = linear(weights["output.kernel"], weights["output.bias"])

    def encode(self, ids, lengths):
        packed = pack_padded_sequence(
            self.source(ids), lengths, batch_first=True, enforce_sorted=False
        )
        outputs, states = self.encoder(packed)
        values, _ = pad_packed_sequence(outputs, batch_first=True)  # [batch, length, 2 * units]
        hidden, cell = (state.transpose(0, 1).flatten(1).unsqueeze(0) for state in states)
        return (hidden, cell), values, self.memory(values)

    def step(self, ids, states, values, keys, mask):
        """ids [batch, beam] to log-probabilities [batch, beam, vocabulary]; a source's memory is there once."""
        batch, beam = ids.shape
        outputs, states = self.decoder(self.target(ids.reshape(-1, 1)), states)
        queries = outputs.view(batch, beam, -1)
        scores = torch.baddbmm(mask, queries, keys.transpose(1, 2))  # [batch, beam, length]
        context = torch.bmm(scores.softmax(2), values)
        attended = torch.tanh(self.combine(torch.cat([context, queries], 2)))
        return torch.log_softmax(self.output(attended), 2), states


def fill(layer, direction, weights, name):
    for ours, theirs in {"kernel": "weight_ih", "recurrentKernel": "weight_hh"}.items():
        getattr(layer, f"{theirs}_l0{direction}").data = weights[f"{name}.{ours}"].T.contiguous()
    getattr(layer, f"bias_ih_l0{direction}").data = weights[f"{name}.bias"]
    getattr(layer, f"bias_hh_l0{direction}").data.zero_()


def linear(kernel, bias=None):
    layer = nn.Linear(*kernel.shape, bias=bias is not None)
    layer.weight.data = kernel.T.contiguous()
    if bias is not None:
        layer.bias.data = bias
    return layer


def read(sources):
    lengths = torch.tensor([len(source) for source in sources])
    ids = torch.nn.utils.rnn.pad_sequence(
        [torch.tensor(source) for source in sources], batch_first=True, padding_value=PAD
    )
    states, values, keys = MODEL.encode(ids, lengths)
    padding = torch.arange(ids.shape[1])[None, :] >= lengths[:, None]
    mask = torch.zeros(padding.shape).masked_fill(padding, NEVER).unsqueeze(1)
    return states, values, keys, mask


def greedy(sources):
    states, values, keys, mask = read(sources)
    ids = torch.full((len(sources), 1), START)
    open_sources = torch.arange(len(sources))
    written = torch.full((len(sources), LIMIT + 1), END)
    for length in range(LIMIT + 1):
        scores, states = MODEL.step(ids, states, values, keys, mask)
        scores[:, :, BANNED] = NEVER
        ids = scores.argmax(2)
        if length > 0:
            ids[written[open_sources, length - 1] == END] = END
        written[open_sources, length] = ids[:, 0]
        going = ids[:, 0] != END
        if not going.any():
            break
        if COMPACT and not going.all():
            keep = going.nonzero()[:, 0]
            open_sources, ids = open_sources[keep], ids[keep]
            states = tuple(state.index_select(1, keep) for state in states)
            values, keys, mask = values[keep], keys[keep], mask[keep]
    return [cut(row) for row in written.tolist()]


def beam_search(sources):
    """Ends when no open hypothesis of any source can become better than its best finished one."""
    batch = len(sources)
    states, values, keys, mask = read(sources)
    states = tuple(state.repeat_interleave(BEAM, 1) for state in states)
    mask = mask.expand(-1, BEAM, -1)
    open_sources = torch.arange(batch)
    ids = torch.full((batch, BEAM), START)
    scores = torch.full((batch, BEAM), NEVER)
    scores[:, 0] = 0  # at first all hypotheses of a source are one
    written = torch.empty(batch, BEAM, 0, dtype=torch.long)
    best_score = torch.full((batch,), NEVER)
    best = torch.full((batch, LIMIT + 1), END)
    for length in range(LIMIT + 1):
        added, states = MODEL.step(ids, states, values, keys, mask)
        added[:, :, BANNED] = NEVER
        vocabulary = added.shape[2]
        top, places = (scores.unsqueeze(2) + added).flatten(1).topk(2 * BEAM, 1)
        parents = places.div(vocabulary, rounding_mode="floor")
        tokens = places % vocabulary
        ends = tokens == END
        # The best end among the first candidates may be the best hypothesis so far.
        end_score, end = top[:, :BEAM].masked_fill(~ends[:, :BEAM], NEVER).max(1)
        better = end_score > best_score[open_sources]
        ended = written[torch.arange(len(end)), parents.gather(1, end[:, None])[:, 0]]
        replaced = open_sources[better]
        best_score[replaced] = end_score[better]
        best[replaced, :length] = ended[better]
        best[replaced, length:] = END
        # The others go on.
        scores, chosen = top.masked_fill(ends, NEVER).topk(BEAM, 1)
        going = scores[:, 0] > best_score[open_sources]
        if not going.any() or length == LIMIT:
            break
        parents, ids = parents.gather(1, chosen), tokens.gather(1, chosen)
        first_rows = torch.arange(len(ids))[:, None] * BEAM
        if COMPACT and not going.all():
            keep = going.nonzero()[:, 0]
            open_sources, first_rows = open_sources[keep], first_rows[keep]
            scores, parents, ids, written = scores[keep], parents[keep], ids[keep], written[keep]
            values, keys, mask = values[keep], keys[keep], mask[keep]
        states = tuple(state.index_select(1, (first_rows + parents).view(-1)) for state in states)
        written = written.gather(1, parents[:, :, None].expand(-1, -1, length))
        written = torch.cat([written, ids[:, :, None]], 2)
    unfinished = (best_score[open_sources] == NEVER).nonzero()[:, 0]
    best[open_sources[unfinished], : written.shape[2]] = written[unfinished, 0]
    return [cut(row) for row in best.tolist()]


def cut(row):
    return row[: row.index(END)] if END in row else row[:LIMIT]


def translate_all(count):
    search = greedy if BEAM == 1 else beam_search
    for _ in range(count):
        hypotheses = []
        with torch.inference_mode():
            for first in range(0, len(SOURCES), SETTINGS["batchSize"]):
                hypotheses += search(SOURCES[first : first + SETTINGS["batchSize"]])
        with open(SETTINGS["output"], "w") as file:
            json.dump(hypotheses, file)


torch.set_num_threads(SETTINGS["threads"])
BANNED = [PAD, UNKNOWN, START]
MODEL = Model(load_safetensors(SETTINGS["weights"])).eval()
with open(SETTINGS["sources"]) as file:
    SOURCES = json.load(file)
serve(f"PyTorch {torch.__version__}", translate_all, lambda count: None)
