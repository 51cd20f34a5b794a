/** Recipe tier: trains all tasks at the smallest preset, and looks at what comes of it. */
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CompareRunsOptions, compareFolders, compareRuns, TASK_NAMES } from "@encdec/compare";
import { RUN_FILES, type RunEvaluation, readRunEvaluation } from "@encdec/core/persistence";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as translate from "../../translate/test/command.ts";
import { findChromium, NO_BROWSER, openPage, startBrowser } from "./browser.ts";
import { LONGEST_MS, runCommand } from "./command.ts";

const LONGEST = { timeout: LONGEST_MS };

let folder: string;
let runs: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-compare-"));
  runs = join(folder, "runs");
});
afterAll(() => rm(folder, { recursive: true }));

const flags = (): string[] => ["--preset", "tiny", "--runs", runs];

const options = (): CompareRunsOptions => ({
  folder: join(folder, "scored"),
  signal: AbortSignal.timeout(60_000),
});

async function evaluationOf(run: string): Promise<RunEvaluation> {
  const evaluation = await readRunEvaluation(run);
  return evaluation ?? expect.fail(`${run} has no evaluation`);
}

describe("compare", () => {
  it("stops all trainings at Ctrl-C, and says how to go on", LONGEST, async () => {
    // Two at a time: the last task waits for two others to end, and neither has when the first begins.
    const { exitCode, stderr } = await runCommand(
      [...flags(), "--jobs", "2"],
      /(translate|summarize): (training|epoch)/,
    );
    expect(exitCode, stderr).toBe(130);
    expect(stderr).toContain("learn-to-execute: interrupted\n");
    expect(stderr).toContain(
      `interrupted; what was learnt is saved, go on with\n  npm run compare -- --preset tiny --runs ${runs}\n`,
    );
    expect(existsSync(join(runs, "learn-to-execute"))).toBe(false);
    expect(existsSync(join(runs, "compare", "report.html"))).toBe(false);
  });

  it("goes on, scores all tasks and writes table and report", LONGEST, async () => {
    const { exitCode, stdout, stderr } = await runCommand(flags());
    expect(exitCode, stderr).toBe(0);
    for (const task of TASK_NAMES) {
      expect(stdout).toMatch(new RegExp(`^${task} .*(better|worse|cannot be told apart)`, "m"));
      expect(existsSync(join(runs, task, "README.md")), task).toBe(true);
    }
    const page = await readFile(join(runs, "compare", "report.html"), "utf8");
    expect(page).toContain("learn-to-execute: accuracy by length and nesting");
    expect(page).toContain("forecast: forecasts of held-out rows");
    expect(page).toContain("summarize: attention");
  });

  it("scores segments and wholes alike", LONGEST, async () => {
    for (const name of TASK_NAMES) {
      const { task, segments, systems, measures, pValue } = await evaluationOf(join(runs, name));
      expect(task).toBe(name);
      expect(pValue, task).toBeGreaterThan(0);
      expect(pValue, task).toBeLessThanOrEqual(1);
      const score = systems[0].scores[measures[0].name]?.score;
      if (segments.kind === "means") {
        const total = (name: "sum" | "count"): number =>
          segments.items.reduce((sum, item) => sum + item[name], 0);
        expect(total("sum") / total("count"), task).toBeCloseTo(score ?? Number.NaN, 4);
      } else {
        expect(segments.items.length, task).toBeGreaterThan(20);
        expect(new Set(segments.items.map(({ key }) => key)).size).toBe(segments.items.length);
      }
    }
  });

  it("keeps the others when one task fails, and trains nothing twice", LONGEST, async () => {
    const config = join(runs, "summarize", "config.json");
    const before = await readFile(config, "utf8");
    await writeFile(config, before.replace('"units": 48', '"units": 49'));
    const { exitCode, stdout, stderr } = await runCommand([...flags(), "--json"]);
    await writeFile(config, before);
    expect(exitCode, stderr).toBe(1);
    expect(stderr).not.toMatch(/: (training|epoch|scoring)/);
    expect(stderr).toContain("Cannot compare all tasks: summarize failed");
    const { tasks, report } = JSON.parse(stdout);
    expect(report).toBe(join(runs, "compare", "report.html"));
    expect(tasks.map(({ task }: { task: string }) => task)).toEqual(TASK_NAMES);
    const [translation, summary, forecast] = tasks;
    expect(summary.problem).toMatch(
      /^Cannot use .*summarize: its settings must be those of preset/,
    );
    expect(forecast.measure).toEqual({ name: "MASE", direction: "lowest" });
    expect(translation).toMatchObject({ task: "translate", measure: { name: "BLEU" } });
    expect(translation.parameters).toBeGreaterThan(50_000);
    expect(translation.trainingSeconds).toBeGreaterThan(0);
    expect(translation.tokensPerSecond).toBeGreaterThan(100);
  });

  it("compares runs of one task, and folders", LONGEST, async () => {
    const [whole, short] = [join(runs, "translate"), join(folder, "short", "translate")];
    const training = ["train", "--preset", "tiny", "--epochs", "1", "--run", short, "--quiet"];
    const trained = await translate.runCommand(training);
    expect(trained.exitCode, trained.stderr).toBe(0);
    const report = ["--report", join(folder, "runs.html")];
    const { exitCode, stdout, stderr } = await runCommand([
      ...[whole, short],
      ...["--runs", join(folder, "scored"), "--json", ...report],
    ]);
    expect(exitCode, stderr).toBe(0);
    const [{ task, runs: rows }] = JSON.parse(stdout).comparisons;
    expect(task).toBe("translate");
    expect(rows[0].settings).toEqual({ "training.epochs": 4 });
    expect(rows[1].settings).toEqual({ "training.epochs": 1 });
    expect(rows[1].difference).toMatchObject({ segments: 40 });
    expect(rows[1].difference.pValue).toBeGreaterThan(0);
    expect(await readFile(join(folder, "runs.html"), "utf8")).toContain("runs side by side");
    expect(stderr).not.toContain("scoring");

    const against = await runCommand(["--runs", join(folder, "short"), "--against", runs]);
    expect(against.exitCode, against.stderr).toBe(0);
    expect(against.stdout).toContain(`${short} `);
    expect(against.stdout).toContain("on 40 examples that are held out from both");
    const page = await readFile(join(folder, "short", "compare", "against.html"), "utf8");
    expect(page).toContain("npm run compare -- --runs");
  });

  it("scores runs anew that have no evaluation, to the same", LONGEST, async () => {
    const all = TASK_NAMES.map((task) => ({ task, run: join(runs, task) }));
    const before = await Promise.all(all.map(({ run }) => evaluationOf(run)));
    await Promise.all(all.map(({ run }) => rm(join(run, RUN_FILES.evaluation))));
    const { exitCode, stderr } = await runCommand(flags());
    expect(exitCode, stderr).toBe(0);
    for (const [index, { task, run }] of all.entries()) {
      const { training, ...scores } = before[index] as RunEvaluation;
      expect(stderr).toContain(`${task}: scoring\n`);
      expect(training?.seconds, task).toBeGreaterThan(0);
      expect(await evaluationOf(run), task).toEqual(scores);
    }
  });

  it("takes runs or a folder, not both", async () => {
    const { exitCode, stderr } = await runCommand([runs, "--against", runs]);
    expect(stderr).toContain("--against compares folders and takes no runs, got both");
    expect(exitCode).toBe(2);
  });

  it.each<[string, () => string[], RegExp]>([
    ["one run", () => [join(runs, "translate")], /at least two are needed, got 1$/],
    [
      "runs of two tasks",
      () => [join(runs, "translate"), join(runs, "forecast")],
      /all must be of one task, got .*translate of translate and .*forecast of forecast$/,
    ],
    [
      "a run twice",
      () => [join(runs, "translate"), join(runs, "translate")],
      /each may be named once, got .*translate twice$/,
    ],
  ])("does not compare %s", async (_, names, problem) => {
    await expect(compareRuns(names(), options())).rejects.toThrow(problem);
  });

  it("does not compare what is not there, or not finished", async () => {
    const folders = { baseline: runs, system: folder };
    await expect(compareFolders(folders, options())).rejects.toThrow(
      /^Cannot compare folders: both must hold a finished run of one of translate, .*, got /,
    );
    const [whole, half] = [join(runs, "forecast"), join(folder, "half")];
    await cp(whole, half, { recursive: true });
    await rm(join(half, "README.md"));
    await expect(compareRuns([half, whole], options())).rejects.toThrow(
      `Cannot compare ${half}: its training must be finished, got one that was interrupted; go on with npm run forecast -- train --resume --run ${half}`,
    );
  });

  it.for([
    [360, "dark"],
    [1200, "light"],
  ] as const)(
    "writes a page that a browser shows, %d pixels wide, %s",
    LONGEST,
    async ([width, colorScheme], { skip }) => {
      const found = findChromium() ?? skip(NO_BROWSER);
      const browser = await startBrowser(found);
      try {
        const file = join(runs, "compare", "report.html");
        const page = await openPage(browser, file, { width, colorScheme });
        expect(page).toMatchObject({ complaints: [], requests: [], overflow: 0 });
        expect(page.title).toBe("All tasks at preset tiny");
        expect(page.pictures).toBeGreaterThan(12);
        expect(page.contrast).toBeGreaterThan(7);
      } finally {
        await browser.close();
      }
    },
  );
});
