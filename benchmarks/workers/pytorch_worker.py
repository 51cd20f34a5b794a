"""Worker: PyTorch eager, its own LSTM and GRU, its fused Adam."""

import torch
from serve import serve, settings
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence

SETTINGS = settings()
SHAPE = SETTINGS["shape"]
BFLOAT16 = SETTINGS["precision"] == "mixed-bfloat16"
IGNORED = -100


class RepeatVector(nn.Module):
    def __init__(self):
        super().__init__()
        units = SHAPE["units"]
        directions = 2 if SHAPE["bidirectional"] else 1
        self.encoder = nn.LSTM(
            SHAPE["features"], units, batch_first=True, bidirectional=SHAPE["bidirectional"]
        )
        self.decoder = nn.LSTM(directions * units, units, batch_first=True)
        self.output = nn.Linear(units, SHAPE["outputs"])

    def forward(self, source):
        _, (hidden, _) = self.encoder(source)  # [directions, batch, units]
        thought = hidden.transpose(0, 1).flatten(1)
        repeated = thought.unsqueeze(1).expand(-1, SHAPE["targetSteps"], -1)
        return self.output(self.decoder(repeated)[0])


class EncoderDecoder(nn.Module):
    def __init__(self):
        super().__init__()
        vocabulary, embedding, units = SHAPE["vocabulary"], SHAPE["embedding"], SHAPE["units"]
        recurrent = {"lstm": nn.LSTM, "gru": nn.GRU}[SHAPE["cell"]]
        self.source = nn.Embedding(vocabulary, embedding)
        self.target = nn.Embedding(vocabulary, embedding)
        self.encoder = recurrent(embedding, units, SHAPE["layers"], batch_first=True)
        self.decoder = recurrent(embedding, units, SHAPE["layers"], batch_first=True)
        self.output = nn.Linear(units, vocabulary)

    def forward(self, source, target, lengths):
        sequence = self.source(source)
        if lengths is not None:
            sequence = pack_padded_sequence(
                sequence, lengths, batch_first=True, enforce_sorted=False
            )
        _, state = self.encoder(sequence)
        return self.output(self.decoder(self.target(target), state)[0])


def random_ids(steps, vocabulary):
    return torch.randint(1, vocabulary, (SHAPE["batch"], steps))


def repeat_vector():
    model = RepeatVector()
    steps, features, outputs = SHAPE["targetSteps"], SHAPE["features"], SHAPE["outputs"]
    if SHAPE["loss"] == "squared-error":
        source = torch.randn(SHAPE["batch"], SHAPE["sourceSteps"], features)
        targets = torch.randn(SHAPE["batch"], steps, outputs)
        return training(model, lambda: functional.mse_loss(model(source), targets))
    source = functional.one_hot(random_ids(SHAPE["sourceSteps"], features), features).float()
    labels = random_ids(steps, outputs).flatten()
    return training(
        model, lambda: functional.cross_entropy(model(source).flatten(0, 1), labels)
    )


def encoder_decoder():
    model = EncoderDecoder()
    source = random_ids(SHAPE["sourceSteps"], SHAPE["vocabulary"])
    target = random_ids(SHAPE["targetSteps"], SHAPE["vocabulary"])
    labels = target.clone()
    lengths = None
    if "lengths" in SHAPE:
        lengths = torch.tensor(SHAPE["lengths"]["source"])
        target_lengths = torch.tensor(SHAPE["lengths"]["target"])
        steps = torch.arange(SHAPE["targetSteps"])
        labels[steps[None, :] >= target_lengths[:, None]] = IGNORED
    labels = labels.flatten()

    def loss():
        logits = model(source, target, lengths).flatten(0, 1)
        return functional.cross_entropy(logits, labels, ignore_index=IGNORED)

    return training(model, loss)


def training(model, loss_of):
    optimizer = torch.optim.Adam(model.parameters(), 1e-3, fused=True)

    def run(count):
        for _ in range(count):
            optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16, enabled=BFLOAT16):
                loss = loss_of()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5)
            optimizer.step()
            loss.item()

    return run


def decoder_step():
    vocabulary, units = SHAPE["vocabulary"], SHAPE["units"]
    embedding = nn.Embedding(vocabulary, SHAPE["embedding"])
    recurrent = nn.LSTM(SHAPE["embedding"], units, batch_first=True)
    output = nn.Linear(units, vocabulary)
    zeros = torch.zeros(1, SHAPE["batch"], units)
    current = {"ids": random_ids(1, vocabulary), "state": (zeros, zeros)}

    def run(count):
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=BFLOAT16):
            for _ in range(count):
                outputs, current["state"] = recurrent(
                    embedding(current["ids"]), current["state"]
                )
                current["ids"] = output(outputs[:, 0]).argmax(1, keepdim=True)
                current["ids"].numpy()

    return run


def product(count):
    matrix = torch.ones(1024, 1024)
    for _ in range(count):
        torch.mm(matrix, matrix)


torch.manual_seed(0)
torch.set_num_threads(SETTINGS["threads"])
MODELS = {
    "repeat-vector": repeat_vector,
    "encoder-decoder": encoder_decoder,
    "decoder-step": decoder_step,
}
serve(
    f"PyTorch {torch.__version__}{', bfloat16 autocast' if BFLOAT16 else ''}",
    MODELS[SHAPE["model"]](),
    product,
)
