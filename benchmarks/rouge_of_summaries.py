"""ROUGE of a run's own summaries, ours beside rouge-score's: fails where they differ by more than 1e-6.

    npm run --silent summarize -- evaluate --output summaries.jsonl --json --quiet > scores.json
    .venv/bin/python benchmarks/rouge_of_summaries.py summaries.jsonl scores.json

Needs: pip install rouge-score==0.1.2
"""

import argparse
import json
import sys
from pathlib import Path

from rouge_score.rouge_scorer import RougeScorer

TYPES = ("rouge1", "rouge2", "rougeL")
TOLERANCE = 1e-6


def mean_f(lines: list[dict], system: str) -> dict[str, float]:
    """Mean F of each type, 0 to 100; of several references the best counts."""
    scorer = RougeScorer(TYPES, use_stemmer=True)
    sums = dict.fromkeys(TYPES, 0.0)
    for line in lines:
        text = line["hypothesis"] if system == "model" else line["baselines"][system]
        scores = scorer.score_multi(line["references"], text)
        for name in TYPES:
            sums[name] += scores[name].fmeasure
    return {name: 100 * total / len(lines) for name, total in sums.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("summaries", type=Path, help="what evaluate --output wrote")
    parser.add_argument("scores", type=Path, help="what evaluate --json printed")
    arguments = parser.parse_args()
    lines = [json.loads(line) for line in arguments.summaries.read_text("utf8").splitlines()]
    ours = json.loads(arguments.scores.read_text("utf8"))["scores"]
    worst = 0.0
    print(f"{len(lines)} documents")
    for system, figures in ours.items():
        for name, theirs in mean_f(lines, system).items():
            difference = abs(figures[name]["score"] - theirs)
            worst = max(worst, difference)
            print(f"{system:14} {name:7} {figures[name]['score']:.9f} {theirs:.9f}  {difference:.1e}")
    if worst > TOLERANCE:
        sys.exit(f"Cannot confirm ROUGE: the figures must agree to {TOLERANCE}, got {worst:.1e}")


main()
