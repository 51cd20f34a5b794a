import { expect, it } from "vitest";
import { markdownTable } from "./markdown-table.ts";
import { formatModelCard } from "./model-card.ts";

it("says what was trained, how, on what, how good it is and how it is used", () => {
  const card = formatModelCard({
    title: "Greetings",
    trained: "LSTM, trained",
    config: { madeWith: { encdec: "1.2.3", node: "24.0.0", engine: "fused 2.18.1" } },
    reports: [
      { epoch: 1, elapsedSeconds: 10 },
      { epoch: 2, elapsedSeconds: 20.4 },
    ],
    settings: { units: "64", "batch, learning rate": "8, 0.1 (cosine)" },
    data: "A list of names.",
    scores: {
      on: "10 held-out names",
      text: markdownTable(["score", "model"], [["BLEU", "41.0"]], {
        right: (column) => column === 1,
      }),
    },
    command: 'npm run greet -- "Ada"',
  });
  expect(card).toBe(`# Greetings

LSTM, trained with encdec 1.2.3: 2 epochs in 20 s on engine fused 2.18.1.

| setting | value |
| --- | --- |
| units | 64 |
| batch, learning rate | 8, 0.1 (cosine) |

## Data

A list of names.

## Scores on 10 held-out names

| score | model |
| --- | ---: |
| BLEU | 41.0 |

## Use

\`\`\`sh
npm run greet -- "Ada"
\`\`\`
`);
});
