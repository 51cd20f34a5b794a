"""Worker: Keras on TensorFlow, compiled `fit` over a batch that stays in TensorFlow."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import tensorflow as tf
from keras import layers
from serve import serve, settings

SETTINGS = settings()
SHAPE = SETTINGS["shape"]


def random_ids(steps, vocabulary):
    return tf.random.uniform((SHAPE["batch"], steps), 1, vocabulary, tf.int32)


def repeat_vector():
    units, features, outputs = SHAPE["units"], SHAPE["features"], SHAPE["outputs"]
    encoder = layers.LSTM(units)
    model = keras.Sequential(
        [
            keras.Input((SHAPE["sourceSteps"], features)),
            layers.Bidirectional(encoder) if SHAPE["bidirectional"] else encoder,
            layers.RepeatVector(SHAPE["targetSteps"]),
            layers.LSTM(units, return_sequences=True),
            layers.Dense(outputs),
        ]
    )
    if SHAPE["loss"] == "squared-error":
        source = tf.random.normal((SHAPE["batch"], SHAPE["sourceSteps"], features))
        targets = tf.random.normal((SHAPE["batch"], SHAPE["targetSteps"], outputs))
        return training(model, "mse", source, targets)
    source = tf.one_hot(random_ids(SHAPE["sourceSteps"], features), features)
    labels = random_ids(SHAPE["targetSteps"], outputs)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return training(model, loss, source, labels)


def encoder_decoder():
    units, vocabulary, lengths = SHAPE["units"], SHAPE["vocabulary"], SHAPE.get("lengths")
    recurrent = {"lstm": layers.LSTM, "gru": layers.GRU}[SHAPE["cell"]]
    source = keras.Input((SHAPE["sourceSteps"],), dtype="int32")
    target = keras.Input((SHAPE["targetSteps"],), dtype="int32")
    sequence = layers.Embedding(
        vocabulary, SHAPE["embedding"], mask_zero=lengths is not None
    )(source)
    states = []
    for _ in range(SHAPE["layers"]):
        sequence, *state = recurrent(units, return_sequences=True, return_state=True)(sequence)
        states.append(state)
    sequence = layers.Embedding(vocabulary, SHAPE["embedding"])(target)
    for state in states:
        sequence = recurrent(units, return_sequences=True)(sequence, initial_state=state)
    model = keras.Model([source, target], layers.Dense(vocabulary)(sequence))

    source_ids = random_ids(SHAPE["sourceSteps"], vocabulary)
    target_ids = random_ids(SHAPE["targetSteps"], vocabulary)
    labels = target_ids
    if lengths is not None:
        source_ids *= tf.sequence_mask(lengths["source"], SHAPE["sourceSteps"], tf.int32)
        labels *= tf.sequence_mask(lengths["target"], SHAPE["targetSteps"], tf.int32)
    loss = keras.losses.SparseCategoricalCrossentropy(
        from_logits=True, ignore_class=None if lengths is None else 0
    )
    return training(model, loss, (source_ids, target_ids), labels)


def training(model, loss, inputs, labels):
    model.compile(optimizer=keras.optimizers.Adam(1e-3, global_clipnorm=5), loss=loss)
    batches = tf.data.Dataset.from_tensors((inputs, labels)).cache().repeat()

    def run(count):
        model.fit(batches, steps_per_epoch=count, epochs=1, verbose=0)

    return run


def decoder_step():
    units, vocabulary = SHAPE["units"], SHAPE["vocabulary"]
    embedding = layers.Embedding(vocabulary, SHAPE["embedding"])
    recurrent = layers.LSTM(units, return_state=True)
    output = layers.Dense(vocabulary)

    @tf.function
    def step(ids, hidden, cell):
        last, hidden, cell = recurrent(embedding(ids), initial_state=[hidden, cell])
        ids = tf.argmax(output(last), axis=1, output_type=tf.int32)
        return ids[:, None], hidden, cell

    zeros = tf.zeros((SHAPE["batch"], units))
    current = [random_ids(1, vocabulary), zeros, zeros]

    def run(count):
        for _ in range(count):
            current[:] = step(*current)
            current[0].numpy()

    return run


def product(count):
    matrix = tf.ones((1024, 1024))
    for _ in range(count):
        result = tf.matmul(matrix, matrix)
    result[0, 0].numpy()


keras.utils.set_random_seed(0)
tf.config.threading.set_intra_op_parallelism_threads(SETTINGS["threads"])
tf.config.threading.set_inter_op_parallelism_threads(SETTINGS["threads"])
MODELS = {
    "repeat-vector": repeat_vector,
    "encoder-decoder": encoder_decoder,
    "decoder-step": decoder_step,
}
serve(
    f"Keras {keras.__version__}, TensorFlow {tf.__version__}",
    MODELS[SHAPE["model"]](),
    product,
)
