"""Peer of examples/addition: Keras's task "sequence to sequence learning for performing number addition".

    python benchmarks/addition_keras.py --threads 2

Sizes, model and optimizer are those of https://keras.io/examples/nlp/addition_rnn/ (Smerity and others): 50,000 different
questions of up to 3 digits read in reverse, one tenth held out, LSTM 128 -> RepeatVector -> LSTM 128 ->
TimeDistributed(Dense), batches of 32, Adam. Prints one line an epoch: the seconds of `fit` so far (training and validation,
without the exact match) and the share of held-out answers whose every character is right.
"""

import argparse
import json
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

CHARACTERS = "0123456789+ "
DIGITS = 3
QUESTION, ANSWER = 2 * DIGITS + 1, DIGITS + 1


def questions(count, random):
    """Different unordered pairs of numbers of 1 to 3 digits, read in reverse, both sides padded with spaces."""
    seen, pairs = set(), []
    while len(pairs) < count:
        first, second = (
            int("".join(map(str, random.integers(0, 10, random.integers(1, DIGITS + 1))))) for _ in range(2)
        )
        key = (min(first, second), max(first, second))
        if key in seen:
            continue
        seen.add(key)
        question = f"{first}+{second}".ljust(QUESTION)[::-1]
        pairs.append((question, str(first + second).ljust(ANSWER)))
    random.shuffle(pairs)  # the later ones are mostly of large numbers
    return pairs


def one_hot(texts):
    ids = np.array([[CHARACTERS.index(character) for character in text] for text in texts])
    return np.eye(len(CHARACTERS), dtype=np.float32)[ids]


def build(units):
    return keras.Sequential(
        [
            keras.Input((QUESTION, len(CHARACTERS))),
            layers.LSTM(units),
            layers.RepeatVector(ANSWER),
            layers.LSTM(units, return_sequences=True),
            layers.TimeDistributed(layers.Dense(len(CHARACTERS), activation="softmax")),
        ]
    )


class Report(keras.callbacks.Callback):
    """Prints an epoch and stops at the target; its own time does not count."""

    def __init__(self, held_out, target):
        super().__init__()
        self.sources, self.targets = held_out
        self.target = target
        self.start, self.apart = time.perf_counter(), 0.0

    def on_epoch_end(self, epoch, logs=None):
        now = time.perf_counter()
        answers = self.model.predict(self.sources, batch_size=512, verbose=0).argmax(2)
        exact = float((answers == self.targets.argmax(2)).all(1).mean() * 100)
        apart = time.perf_counter() - now
        line = {
            "epoch": epoch + 1,
            "seconds": round(now - self.start - self.apart, 2),
            "apartSeconds": round(apart, 3),
            "validationLoss": round(logs["val_loss"], 4),
            "characterAccuracy": round(logs["val_accuracy"] * 100, 2),
            "exactMatch": round(exact, 2),
        }
        self.apart += apart
        print(json.dumps(line), flush=True)
        if self.target is not None and exact >= self.target:
            self.model.stop_training = True


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examples", type=int, default=50_000)
    parser.add_argument("--units", type=int, default=128)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--stop-at", type=float, help="exact match, in percent, at which training stops")
    options = parser.parse_args()
    keras.utils.set_random_seed(options.seed)
    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(options.threads)

    pairs = questions(options.examples, np.random.default_rng(options.seed))
    sources, targets = one_hot([source for source, _ in pairs]), one_hot([target for _, target in pairs])
    held = len(pairs) // 10
    held_out = sources[-held:], targets[-held:]
    model = build(options.units)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    print(f"Keras {keras.__version__}, TensorFlow {tf.__version__}, {options.threads} threads", flush=True)
    model.fit(
        sources[:-held],
        targets[:-held],
        batch_size=32,
        epochs=options.epochs,
        validation_data=held_out,
        verbose=0,
        callbacks=[Report(held_out, options.stop_at)],
    )


main()
