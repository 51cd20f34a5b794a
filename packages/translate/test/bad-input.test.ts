/** Every wrong call ends with one sentence, the right exit code, and nothing lost. */
import { cp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RUN_FILES } from "@encdec/core/persistence";
import { Translator } from "@encdec/translate";
import { beforeAll, describe, expect, it } from "vitest";
import { refusalBy } from "../../core/test/app-command.ts";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { expectRefusal, runCommand, runHere } from "./command.ts";

const folder = temporaryFolder();
const { file } = folder;
const run = folder.at("run");

beforeAll(async () => {
  const command = ["train", "--preset", "tiny", "--epochs", "1", "--run", run, "--quiet"];
  const { exitCode, stderr } = await runHere(command);
  expect(exitCode, stderr).toBe(0);
});

describe("a process", () => {
  it("ends with the exit code that a usage error or a failure has", async () => {
    const expectExit = refusalBy(runCommand);
    await expectExit(["evalute"], 2, 'there is no verb "evalute"; allowed are train, evaluate');
    await expectExit(["--run", folder.at("nowhere"), "flag"], 1, "Cannot load the run");
  });
});

describe("data", () => {
  const train = (...args: string[]) => ["train", "--run", folder.at("new"), ...args];

  it("that is missing", () => {
    const path = folder.at("missing.tsv");
    return expectRefusal(train("--data", path), 1, `Cannot read ${path}: there is no such file`);
  });

  it("that is empty", async () => {
    const path = await file("empty.tsv", "\n");
    await expectRefusal(train("--data", path), 1, `Cannot read ${path}: the file is empty`);
  });

  it("with a line without a tab", async () => {
    const path = await file("no-tab.tsv", "go\tva\ngo va\n");
    const message = `Cannot read ${path}: line 2 must be source, tab, target, got "go va"`;
    await expectRefusal(train("--data", path), 1, message);
  });

  it("that is not UTF-8", async () => {
    const path = await file("latin-1.tsv", Buffer.from("go\tva\ncoffee\tcaf\u00e9\n", "latin1"));
    await expectRefusal(
      train("--data", path),
      1,
      `Cannot read ${path}: line 2 must be valid UTF-8`,
    );
  });

  it("that is too small to split", async () => {
    const path = await file("small.tsv", "go\tva\nstop\tarrête\n");
    const message = "Cannot split examples: at least 3 different ones are needed, got 2";
    await expectRefusal(train("--data", path), 1, message);
  });

  it("with sources over the limit, when they are refused", async () => {
    const path = await file("long.tsv", "a\tb\nc\td\ne\tf\na b c d\te\n");
    const args = ["--data", path, "--text.maximum-length", "3", "--text.tooLong", "refuse"];
    const message = 'Cannot encode "a b c d": at most 3 tokens are allowed, got 4';
    await expectRefusal(train(...args), 1, message);
  });
});

describe("a call", () => {
  it.each([
    ["an unknown verb", ["evalute"], 'there is no verb "evalute"; allowed are train, evaluate'],
    ["an unknown flag", ["train", "--modle.units", "3"], "unknown option '--modle.units'"],
    ["an unknown preset", ["train", "--preset", "huge"], "Allowed choices are tiny, small, full"],
    ["a value out of range", ["train", "--model.units", "0"], "Cannot use model.units: too small"],
    ["a value of another type", ["train", "--model.units", "many"], 'must be a number, got "many"'],
    ["an unknown choice", ["train", "--text.tokenizer", "bpe"], "Cannot use text.tokenizer"],
    ["a run folder that exists", ["train"], "already holds one"],
  ])("with %s", async (name, args, message) => {
    const isUsage = name !== "a run folder that exists";
    const before = await readFile(join(run, RUN_FILES.model));
    await expectRefusal([...args, "--run", run], isUsage ? 2 : 1, message);
    expect((await readFile(join(run, RUN_FILES.model))).equals(before)).toBe(true);
  });

  it("that resumes what is not there", async () => {
    const missing = folder.at("nowhere");
    const message = `Cannot resume: ${missing} holds no run with config.json; train one without --resume`;
    await expectRefusal(["train", "--resume", "--run", missing], 1, message);
  });

  it("that resumes with other settings or another metric", async () => {
    const resume = ["train", "--resume", "--run", run];
    const message = `Cannot resume ${run}: model.units must be as before, 64, got 65`;
    await expectRefusal([...resume, "--model.units", "65"], 1, message);
    const metric = 'Cannot use training.metric: it must be one of chrf, bleu, loss, got "rouge"';
    await expectRefusal([...resume, "--training.metric", "rouge"], 2, metric);
    await expectRefusal([...resume, "--overwrite"], 2, "cannot be used with option '--overwrite'");
  });

  it("with an unknown key in a settings file", async () => {
    const path = await file("settings.yaml", "model:\n  unit: 3\n");
    const message = 'Cannot use settings: there is no key of this name, got "model.unit"';
    await expectRefusal(["train", "--config", path], 2, message);
  });
});

describe("a run folder", () => {
  it("that is not there", () => {
    const missing = folder.at("nowhere");
    const message = `Cannot load the run ${missing}: config.json is missing`;
    return expectRefusal(["--run", missing, "good morning"], 1, message);
  });

  it("of another task", async () => {
    const other = folder.at("other-task");
    await cp(run, other, { recursive: true });
    const config = JSON.parse(await readFile(join(other, RUN_FILES.config), "utf8"));
    await writeFile(
      join(other, RUN_FILES.config),
      JSON.stringify({ ...config, task: "summarize" }),
    );
    await expect(Translator.load(other)).rejects.toThrow(
      `Cannot load the run ${other}: config.json cannot be used (the run must be of task translate, got "summarize")`,
    );
  });

  const { config, model, sourceVocabulary, targetVocabulary } = RUN_FILES;
  it.each([config, model, sourceVocabulary, targetVocabulary])("without %s", async (name) => {
    const damaged = folder.at(`without-${name}`);
    await cp(run, damaged, { recursive: true });
    await rm(join(damaged, name));
    await expect(Translator.load(damaged)).rejects.toThrow(
      `Cannot load the run ${damaged}: ${name} is missing`,
    );
  });

  it.each([config, model, sourceVocabulary, targetVocabulary])("with %s cut off", async (name) => {
    const damaged = folder.at(`cut-${name}`);
    await cp(run, damaged, { recursive: true });
    const { length } = await readFile(join(damaged, name));
    // Two bytes: without the last line end alone, JSON is whole.
    for (const kept of [0, Math.floor(length / 2), length - 2]) {
      await cp(join(run, name), join(damaged, name));
      await truncate(join(damaged, name), kept);
      await expect(Translator.load(damaged), `${kept} of ${length} bytes`).rejects.toThrow(
        `Cannot load the run ${damaged}: ${name} cannot be used`,
      );
    }
  });

  it("with the weights of another model", async () => {
    const damaged = folder.at("other-weights");
    await cp(run, damaged, { recursive: true });
    const path = join(damaged, config);
    const settings = JSON.parse(await readFile(path, "utf8"));
    settings.model.units = 66;
    await writeFile(path, JSON.stringify(settings));
    await expect(Translator.load(damaged)).rejects.toThrow(
      "its weights do not fit its vocabularies and settings",
    );
  });

  it("without metrics and model card still translates", async () => {
    const bare = folder.at("bare");
    await cp(run, bare, { recursive: true });
    await rm(join(bare, RUN_FILES.metrics));
    await rm(join(bare, RUN_FILES.card));
    const translator = await Translator.load(bare);
    expect(await translator.translate(["red apple"])).toHaveLength(1);
    translator.dispose();
  });
});

describe("a phrase", () => {
  it("of unknown words only is refused, and the other lines keep their places", async () => {
    const { exitCode, stdout, stderr } = await runHere(["--run", run, "--json"], {
      input: "漢字\nflag\n\n",
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'Cannot translate "漢字": at least one word must be in the vocabulary, got only unknown ones',
    );
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ source }) => source)).toEqual(["漢字", "flag", ""]);
    expect(lines[0]).toMatchObject({ translation: "", unknown: ["漢", "字"] });
  });

  it("over the limit is cut, and that is said", async () => {
    const long = Array(70).fill("flag").join(" ");
    const { exitCode, stdout, stderr } = await runHere(["--run", run, long]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain("cut to the longest source that the run allows");
    expect(stdout.split("\n")).toHaveLength(2);
  });
});

describe("Ctrl-C", () => {
  it("keeps what was learnt and exits with 130", async () => {
    const interrupted = folder.at("interrupted");
    const command = ["train", "--preset", "tiny", "--epochs", "10000", "--run", interrupted];
    const { exitCode, stderr } = await runCommand(command, { interruptAt: /epoch +2\// });
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(
      /interrupted after step \d+: .* holds the state and the best weights of/,
    );
    expect(stderr).toContain(`npm run translate -- train --resume --run ${interrupted}`);
    const translator = await Translator.load(interrupted);
    expect(await translator.translate(["flag"])).toHaveLength(1);
    translator.dispose();
  });
});
