import { describe, expect, it } from "vitest";
import { elementsOf, parseXml, textsOf } from "../../test/parse-xml.ts";
import { type LineSeries, lineChart } from "./line-chart.ts";
import { renderSvg } from "./render-svg.ts";

const draw = async (series: readonly LineSeries[], logarithmic = false) =>
  parseXml(
    await renderSvg(
      lineChart({ description: "d", series, logarithmic, xTitle: "epoch", yTitle: "loss" }),
    ),
  );

describe("lineChart", () => {
  it("draws a line for each series, each with a dash and a legend of its own", async () => {
    const svg = await draw([
      {
        name: "train",
        points: [
          [1, 3],
          [2, 1],
        ],
      },
      {
        name: "validation",
        points: [
          [1, 4],
          [2, 2],
        ],
      },
    ]);
    const lines = elementsOf(svg, "path").filter(
      ({ attributes }) => attributes["stroke-dasharray"],
    );
    const dashes = lines.map(({ attributes }) => attributes["stroke-dasharray"]);
    expect(new Set(dashes)).toEqual(new Set(["1,0", "6,3"]));
    expect(textsOf(svg, "text")).toEqual(
      expect.arrayContaining(["train", "validation", "epoch", "loss"]),
    );
    expect(textsOf(svg, "title")).toContain("validation, 2: 2");
  });

  it("has no legend for one series", async () => {
    const svg = await draw([
      {
        name: "train",
        points: [
          [1, 3],
          [2, 1],
        ],
      },
    ]);
    expect(textsOf(svg, "text")).not.toContain("train");
  });

  it("gives equal room to equal factors on a logarithmic axis", async () => {
    const points = [
      [1, 100],
      [2, 10],
      [3, 1],
    ] as const;
    const svg = await draw([{ name: "train", points }], true);
    const heights = elementsOf(svg, "path")
      .filter(({ children }) => /train, /.test(children[0]?.text ?? ""))
      .map(({ attributes }) => Number(/,([\d.]+)\)/.exec(attributes.transform ?? "")?.[1]));
    const [high = 0, middle = 0, low = 0] = heights;
    expect(middle - high).toBeGreaterThan(10);
    expect(low - middle).toBeCloseTo(middle - high);
  });

  it.each([
    [true, ["1", "2", "3"]],
    [false, ["1.0", "1.2", "1.4", "1.6", "1.8", "2.0", "2.2", "2.4", "2.6", "2.8", "3.0"]],
  ])("marks whole numbers alone where the axis counts: %s", async (wholeX, marks) => {
    const points = [1, 2, 3].map((epoch) => [epoch, 50] as const);
    const series = [{ name: "train", points }];
    const svg = parseXml(await renderSvg(lineChart({ description: "d", series, wholeX })));
    const texts = textsOf(svg, "text").filter((text) => /^[123](\.\d+)?$/.test(text));
    expect(texts).toEqual(marks);
  });

  it("gives words to about a hundred points of a long line", async () => {
    const points = Array.from({ length: 5000 }, (_, step) => [step, Math.sin(step)] as const);
    const svg = await draw([{ name: "train", points }]);
    expect(textsOf(svg, "title")).toHaveLength(102);
  });

  it.each<[string, LineSeries[], boolean, string]>([
    ["no series", [], false, "at least one series is needed, got 0"],
    ["no points", [{ name: "a", points: [] }], false, 'at least one point of "a" is needed, got 0'],
    [
      "NaN",
      [{ name: "a", points: [[1, Number.NaN]] }],
      false,
      'the points of "a" must be finite numbers, got NaN',
    ],
    [
      "a name twice",
      [
        { name: "a", points: [[1, 1]] },
        { name: "a", points: [[1, 1]] },
      ],
      false,
      'series need names of their own, got "a" twice',
    ],
    [
      "zero on a logarithmic axis",
      [{ name: "a", points: [[1, 0]] }],
      true,
      "values on a logarithmic axis must be above 0, got 0",
    ],
  ])("refuses %s", (_, series, logarithmic, why) => {
    expect(() => lineChart({ description: "d", series, logarithmic })).toThrow(
      new RangeError(`Cannot make a chart: ${why}`),
    );
  });
});
