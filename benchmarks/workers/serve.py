"""The worker's end of the line protocol: requests on standard input, answers on standard output."""

import json
import sys
import time


def settings():
    """The worker's argument: shape, precision and threads."""
    return json.loads(sys.argv[1])


def serve(description, step, product):
    """Answers requests until standard input ends.

    `step(count)` and `product(count)` run so many and wait for the last.
    """
    answer({"description": description})
    works = {"step": step, "product": product}
    for line in sys.stdin:
        request = json.loads(line)
        start = time.perf_counter()
        works[request["work"]](request["count"])
        seconds = time.perf_counter() - start
        answer({"milliseconds": 1000 * seconds / request["count"]})


def answer(value):
    print(json.dumps(value), flush=True)
