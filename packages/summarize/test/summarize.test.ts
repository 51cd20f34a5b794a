/** The verb `summarize` takes any text: a summary or one clear sentence, never a crash. */
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { runCommand, runHere } from "./command.ts";
import { EXAMPLE_LINES } from "./examples.ts";

const folder = temporaryFolder();
const { file } = folder;
const [run, plainRun] = [folder.at("run"), folder.at("plain")];

const summarize = (args: readonly string[], input: string | Uint8Array = "") =>
  runHere(["--run", run, ...args], { input });

beforeAll(async () => {
  const data = await file("examples.jsonl", EXAMPLE_LINES);
  const train = async (...flags: string[]): Promise<void> => {
    const command = ["train", "--data", data, "--preset", "tiny", "--quiet", ...flags];
    const { exitCode, stderr } = await runHere(command);
    expect(exitCode, stderr).toBe(0);
  };
  const small = ["--training.batch-size", "8"];
  await train("--run", run, "--epochs", "15", ...small);
  await train("--run", plainRun, "--epochs", "1", ...small, "--model.copy", "none");
});

describe("files", () => {
  it("are documents, one summary each in their order; a missing one is said and skipped", async () => {
    const first = await file("first.md", "# About\n\n**Returns** the team of `kivo-500`.\n");
    const missing = folder.at("missing.md");
    const last = await file("last.md", "Removes the gist of zatu-700. This is slow.");
    const { exitCode, stdout, stderr } = await summarize([first, missing, last, "--json"]);
    expect(exitCode).toBe(1);
    const values = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(values.map((value) => value.file)).toEqual([first, missing, last]);
    expect(values[1]).toMatchObject({
      summary: "",
      error: `Cannot read ${missing}: there is no such file`,
    });
    expect(stderr).toContain(`Cannot read ${missing}: there is no such file`);
    expect(values[2].summary).toContain("gist");
    expect(values[2].unknown).toContain("zatu-700");
  });

  it("that cannot be documents are refused in one sentence", async () => {
    const latin = await file("latin-1.txt", Buffer.from("café", "latin1"));
    const { exitCode, stderr } = await summarize([latin, folder.at(""), "--quiet"]);
    expect(exitCode).toBe(1);
    expect(stderr.trim().split("\n")).toEqual([
      `Cannot read ${latin}: it must be valid UTF-8`,
      `Cannot read ${folder.at("")}: it must be a file, got a folder`,
    ]);
  });

  it("of a megabyte, of nothing, and of all of standard input are read", async () => {
    const long = await file("long.md", "Returns the team of kivo-1. | a | b |\n\n".repeat(30_000));
    const empty = await file("empty.md", "");
    const { exitCode, stdout, stderr } = await summarize(
      [long, empty, "-"],
      "Creates the\nlabel\n",
    );
    expect(exitCode, stderr).toBe(0);
    expect(stdout.split("\n")).toHaveLength(4);
    expect(stdout.split("\n")[1]).toBe("");
    expect(stderr).toContain(`${empty} is empty`);
    expect(stderr).toMatch(/only \d+ tokens of .*long\.md were read/);
  });
});

describe("lines of standard input", () => {
  it("are answered by as many lines, whatever they hold", async () => {
    const lines = [
      "Returns the team of kivo-900. Needs a token.",
      "",
      '{"document":"Removes the gist.\\nOf zatu-901."}',
      "{ not JSON",
      "   ",
      "團隊的標籤。",
      "فريق من الفرق",
      "👩‍👩‍👧 🎉",
      "| a | b |",
      "| --- | --- |",
      "\u0000\u2028\u0085",
      "zzzz yyyy xxxx",
      "word ".repeat(200_000),
      "</s> <unk> <pad>",
    ];
    const input = lines.map((line) => `${line}\n`).join("");
    const { exitCode, stdout, stderr } = await runCommand(["--run", run], { input });
    expect(exitCode, stderr).toBe(0);
    const answers = stdout.split("\n");
    expect(answers).toHaveLength(lines.length + 1);
    expect([answers[1], answers[4]]).toEqual(["", ""]);
    for (const index of [0, 2, 5, 6, 7, 11, 12]) expect(answers[index]).not.toBe("");
    expect(answers[0]).toContain("kivo-900");
    expect(stdout).not.toContain("<unk>");
  });

  it("that are objects without a document are said, and the others go on", async () => {
    const { exitCode, stdout, stderr } = await summarize(
      ["--quiet"],
      '{"text":"a"}\nReturns the team.\n[1]\n{"document":5}\n',
    );
    expect(exitCode).toBe(1);
    expect(stdout.split("\n")).toHaveLength(5);
    expect(stdout.split("\n")[1]).not.toBe("");
    expect(stderr.trim().split("\n")).toEqual([
      'line 1: Cannot summarize "{\\"text\\":\\"a\\"}": a JSON object must have a text "document"',
      'line 4: Cannot summarize "{\\"document\\":5}": a JSON object must have a text "document"',
    ]);
  });

  it("of unknown words alone have no summary by a model that cannot copy", async () => {
    const { exitCode, stdout, stderr } = await runHere(["--run", plainRun, "--quiet"], {
      input: "zzzz yyyy\nReturns the team.\n",
    });
    expect(exitCode).toBe(1);
    expect(stdout.split("\n")).toHaveLength(3);
    expect(stderr).toBe(
      'line 1: Cannot summarize "zzzz yyyy": at least one word must be in the vocabulary, got only unknown ones\n',
    );
  });
});

describe("where words come from", () => {
  const document = "Returns the team of kivo-800. Needs a token.\n";

  it("is a table beside each summary", async () => {
    const { exitCode, stdout, stderr } = await summarize(["--attention"], document);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("kivo-800");
    expect(stderr).toMatch(/word +copied +from/);
    expect(stderr).toMatch(/kivo-800 +100 % +/);
  });

  it("is a page or data in a file", async () => {
    const [page, data] = [folder.at("origins.html"), folder.at("origins.json")];
    expect((await summarize(["--attention", page], document)).stderr).toContain(
      `${page} shows the words of 1 of 1 summaries`,
    );
    expect(await readFile(page, "utf8")).toMatch(/<svg [\s\S]*kivo-800[\s\S]*<table>/);
    await summarize(["--attention", data], document);
    const [{ tokens, documentTokens, origins }] = JSON.parse(await readFile(data, "utf8"));
    expect(origins).toHaveLength(tokens.length);
    expect(origins[0].attention).toHaveLength(documentTokens.length);
  });

  it.each([
    [["--attention", "origins.png"], "takes a file that ends in .html or .json"],
    [["--beam-size", "0"], "--beam-size must be a whole number of at least 1"],
    [["--minimum-length", "-1"], "--minimum-length must be a whole number of at least 0"],
    [["--block-repeats", "x"], "--block-repeats must be a whole number of at least 0"],
  ])("and other flags are checked: %j", async (flags, message) => {
    const { exitCode, stdout, stderr } = await summarize(flags, document);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("cannot be told of lengths that contradict each other", async () => {
    const lengths = ["--minimum-length", "4", "--maximum-length", "2", "--quiet"];
    const { exitCode, stderr } = await summarize(lengths, document);
    expect(exitCode).toBe(1);
    expect(stderr).toBe("Cannot decode: minimumLength must not be above maximumLength 2, got 4\n");
  });
});
