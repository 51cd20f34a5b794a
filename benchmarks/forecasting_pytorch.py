"""Peers of the forecaster: the same patched repeat-vector model in PyTorch, and Darts' BlockRNNModel, on the same rows.

    python benchmarks/forecasting_pytorch.py task.json --threads 2
    python benchmarks/forecasting_pytorch.py task.json --threads 2 --darts     (pip install darts)

Prints a line when all is loaded, then one line an epoch: mean squared and absolute error of the test windows in units of the
training rows' deviation, and the seconds that scoring took, which are no training.
"""

import argparse
import json
import time

import numpy as np
import torch
from torch import nn


class Model(nn.Module):
    """Every variable a series of its own, normalised by its last value and deviation; patches; linear path beside the network."""

    def __init__(self, task):
        super().__init__()
        self.lookback, self.horizon, self.patch = task["lookback"], task["horizon"], task["patchLength"]
        units, patches = task["units"], -(-self.horizon // self.patch)
        self.patches = patches
        self.encoder = nn.LSTM(self.patch, units, batch_first=True)
        self.decoder = nn.LSTM(units, units, batch_first=True)
        self.output = nn.Linear(units, self.patch)
        self.dropout = nn.Dropout(task["dropout"])
        # [variables, lookback, horizon], fixed: the ridge regression that both systems begin with.
        self.register_buffer("skip", torch.tensor(task["skip"], dtype=torch.float32).reshape(-1, self.lookback, self.horizon))
        with torch.no_grad():
            self.output.weight.mul_(0.01)
            self.output.bias.zero_()

    def forward(self, past):
        batch, _, variables = past.shape
        last = past[:, -1:]
        deviation = past.std(1, keepdim=True, correction=0) + 0.01
        normal = (past - last) / deviation
        rows = normal.transpose(1, 2).reshape(batch * variables, -1, self.patch)
        _, (hidden, _) = self.encoder(rows)
        outputs, _ = self.decoder(hidden[-1][:, None].expand(-1, self.patches, -1))
        written = self.output(self.dropout(outputs)).reshape(batch, variables, -1)[..., : self.horizon]
        linear = torch.einsum("blv,vlh->bhv", normal, self.skip.expand(variables, -1, -1))
        return (written.transpose(1, 2) + linear) * deviation + last


def windows(task, part):
    lookback, horizon = task["lookback"], task["horizon"]
    start, end = task[part]
    return np.arange(max(start, lookback), end - horizon + 1)


def gather(values, origins, lookback, horizon):
    origins = torch.as_tensor(origins)[:, None]
    return values[origins - lookback + torch.arange(lookback)], values[origins + torch.arange(horizon)]


def errors(predict, values, task, part):
    squares = absolutes = count = 0
    origins = windows(task, part)
    for first in range(0, len(origins), 256):
        past, truth = gather(values, origins[first : first + 256], task["lookback"], task["horizon"])
        difference = predict(past) - truth
        squares += difference.square().sum().item()
        absolutes += difference.abs().sum().item()
        count += truth.numel()
    return squares / count, absolutes / count


def schedule_of(task):
    """The learning rate's factor at each step: a tenth of growth, then a cosine."""
    total = task["epochs"] * -(-len(windows(task, "train")) // task["batchSize"])
    warmup = min(1000, total // 10)

    def factor(step):
        if step < warmup:
            return (step + 1) / warmup
        return 0.5 * (1 + np.cos(np.pi * min(1, (step - warmup) / (total - warmup))))

    return factor


def run_pytorch(task, values):
    model = Model(task)
    optimizer = torch.optim.Adam(model.parameters(), task["learningRate"], fused=True)
    origins = windows(task, "train")
    order = np.random.default_rng(task["seed"])
    size = task["batchSize"]
    factor = schedule_of(task)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
    print("ready", flush=True)
    for epoch in range(1, task["epochs"] + 1):
        model.train()
        shuffled = order.permutation(origins)
        for first in range(0, len(shuffled), size):
            past, truth = gather(values, shuffled[first : first + size], task["lookback"], task["horizon"])
            optimizer.zero_grad(set_to_none=True)
            nn.functional.mse_loss(model(past), truth).backward()
            nn.utils.clip_grad_norm_(model.parameters(), task["clipNorm"])
            optimizer.step()
            schedule.step()
        model.eval()
        with torch.no_grad():
            validation, _ = errors(model, values, task, "validation")
            begin = time.perf_counter()
            mse, mae = errors(model, values, task, "test")
        report(epoch, validation, mse, mae, time.perf_counter() - begin)


def run_darts(task, values):
    from darts import TimeSeries
    from darts.models import BlockRNNModel
    from darts.utils.data.torch_datasets.utils import PLModuleInput
    from pytorch_lightning import Callback

    class Report(Callback):
        """Scores like run_pytorch: the same windows, straight through the module."""

        def __init__(self):
            self.epoch = 0

        def on_train_start(self, trainer, module):
            print("ready", flush=True)

        def on_train_epoch_end(self, trainer, module):
            self.epoch += 1
            module.eval()
            with torch.no_grad():
                predict = lambda past: module(PLModuleInput(past_target=past)).prediction[..., 0]
                validation, _ = errors(predict, values, task, "validation")
                begin = time.perf_counter()
                mse, mae = errors(predict, values, task, "test")
            module.train()
            report(self.epoch, validation, mse, mae, time.perf_counter() - begin)

    horizon = task["horizon"]
    train = TimeSeries.from_values(values.numpy()[slice(*task["train"])])
    schedule = schedule_of(task)
    model = BlockRNNModel(
        model="LSTM",
        input_chunk_length=task["lookback"],
        output_chunk_length=horizon,
        hidden_dim=task["units"],
        n_rnn_layers=1,
        batch_size=task["batchSize"],
        n_epochs=task["epochs"],
        optimizer_kwargs={"lr": task["learningRate"]},
        lr_scheduler_cls=torch.optim.lr_scheduler.LambdaLR,
        lr_scheduler_kwargs={"lr_lambda": schedule, "interval": "step"},
        random_state=task["seed"],
        use_reversible_instance_norm=True,
        pl_trainer_kwargs={
            "accelerator": "cpu",
            "callbacks": [Report()],
            "enable_model_summary": False,
            "enable_progress_bar": False,
            "gradient_clip_val": task["clipNorm"],
            "logger": False,
        },
    )
    model.fit(train, verbose=False)


def report(epoch, validation, mse, mae, apart):
    line = {"epoch": epoch, "validation": validation, "mse": mse, "mae": mae, "apartSeconds": apart}
    print(json.dumps(line), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("task")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--darts", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    with open(options.task) as file:
        task = json.load(file)
    torch.manual_seed(task["seed"])
    # [rows, variables], standardised on the training rows.
    values = torch.tensor(task["values"], dtype=torch.float32)
    (run_darts if options.darts else run_pytorch)(task, values)


main()
