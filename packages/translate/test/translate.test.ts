/** The verb `translate`: whatever comes in, as many lines go out. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Random } from "@encdec/core";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { commandLine, runCommand, runHere, startCommand } from "./command.ts";

vi.setConfig({ testTimeout: 100_000 }); // some calls start a process

const folder = temporaryFolder();
const run = folder.at("run");

const translate = (args: readonly string[], input: string | Uint8Array = "") =>
  runHere(["translate", "--run", run, ...args], { input });

/** Lines of an output, each with its end. */
function linesOf(stdout: string): string[] {
  expect(stdout.endsWith("\n")).toBe(true);
  return stdout.slice(0, -1).split("\n");
}

beforeAll(async () => {
  const { exitCode, stderr } = await runHere([
    "train",
    "--preset",
    "tiny",
    "--run",
    run,
    "--quiet",
  ]);
  expect(exitCode, stderr).toBe(0);
}, 120_000);

describe("lines", () => {
  const odd = [
    "flag: France",
    "x".repeat(10_000),
    "flag ".repeat(2000),
    "👩🏽‍🚒🏴󠁧󠁢󠁥󠁮󠁧󠁿🇫🇷",
    "\u202eשלום עולם\u202c مرحبا",
    "",
    "   \t ",
    "flag\0\0: \0France",
    "\0",
    "a\rb\r",
    "a\u2028b\u2029c\u0085d\fe\vf\u001cg",
    "漢字 かな",
    "red apple",
  ];
  const known = new Map([
    [0, "flag: France"],
    [12, "red apple"],
  ]);

  it("keep their places, whatever is in them", async () => {
    const alone = await translate([...known.values()]);
    const { stdout, stderr, exitCode } = await runCommand(["--run", run], {
      input: odd.join("\n"), // no last line end
    });
    const lines = linesOf(stdout);
    expect(lines).toHaveLength(odd.length);
    expect([...known.keys()].map((place) => lines[place])).toEqual(linesOf(alone.stdout));
    for (const place of [5, 6, 8, 11]) expect(lines[place]).toBe("");
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}]/u);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('line 12: Cannot translate "漢字 かな": at least one word must be');
    expect(stderr).toMatch(/line 3: cut to the longest source that the run allows, \d+ tokens/);
    expect(Math.max(...stderr.split("\n").map(({ length }) => length))).toBeLessThan(300);
  });

  it("keep their places as JSON lines, with everything that is known", async () => {
    const input = `${odd.join("\r\n")}\r\n`;
    const { stdout } = await translate(
      ["--json", "--quiet", "--attention", "--n-best", "2"],
      input,
    );
    const values = linesOf(stdout).map((line) => JSON.parse(line));
    expect(values.map(({ source }) => source)).toEqual(odd);
    for (const { tokens, sourceTokens, attention, alternatives } of values) {
      expect(attention).toHaveLength(tokens.length);
      for (const row of attention) expect(row).toHaveLength(sourceTokens.length);
      expect(alternatives).toHaveLength(1);
    }
    expect(values[11].error).toContain("Cannot translate");
  });

  it("that are too long are refused when the run says so, and the others are translated", async () => {
    const config = join(run, "config.json");
    const before = await readFile(config, "utf8");
    const settings = JSON.parse(before);
    settings.text.tooLong = "refuse";
    await writeFile(config, JSON.stringify(settings));
    const { stdout, stderr, exitCode } = await translate(
      ["--quiet"],
      `flag\n${"flag ".repeat(100)}\nflag\n`,
    );
    await writeFile(config, before);
    const [first, second, third] = linesOf(stdout);
    expect([second, third]).toEqual(["", first]);
    expect(first).not.toBe("");
    expect(stderr).toMatch(
      /^line 2: Cannot translate "flag .*…": at most 60 tokens are allowed, got \d+\n$/,
    );
    expect(exitCode).toBe(1);
  });

  it("of random characters and bytes give as many lines, and no stack", async () => {
    const random = Random.fromSeed(Number(process.env.ENCDEC_FUZZ_SEED ?? 1));
    const below = (limit: number): number => Math.floor(random.uniform() * limit);
    const pieces: (() => Uint8Array)[] = [
      () => Buffer.from(String.fromCharCode(0x20 + below(95))),
      () => Buffer.from(String.fromCharCode(below(0x20)).replace("\n", " ")),
      () => Buffer.from(String.fromCodePoint(below(0xd800))),
      () => Buffer.from(String.fromCodePoint(0x10000 + below(0x100000))),
      () => Buffer.from([0xed, 0xa0 + below(0x20), 0x80 + below(0x40)]), // half a surrogate pair
      () => Buffer.from([0x80 + below(0x80)]),
      () =>
        Buffer.from(
          ["\u2028", "\u2029", "\u0085", "\r", "\f", "\ufeff", "\u200d", "⇩", "@@"][below(9)] ?? "",
        ),
      () => Buffer.from(["flag: ", "France", " red ", "apple"][below(4)] ?? ""),
    ];
    const count = 400;
    const lines = Array.from({ length: count }, () => {
      const kinds = pieces.filter(() => random.uniform() < 0.4);
      const piece = () => (kinds[below(kinds.length)] ?? (() => Buffer.alloc(0)))();
      const text = Buffer.concat(Array.from({ length: below(40) }, piece)).filter(
        (byte) => byte !== 0x0a,
      );
      return Buffer.concat([text, Buffer.from(random.uniform() < 0.2 ? "\r\n" : "\n")]);
    });
    const { stdout, stderr, exitCode } = await translate([], Buffer.concat(lines));
    expect(linesOf(stdout)).toHaveLength(count);
    expect([0, 1]).toContain(exitCode);
    expect(stderr).not.toMatch(/^\s+at |Error:/m);
  });

  it("are answered when they come, not when the input ends", async () => {
    const child = startCommand(["translate", "--run", run, "--quiet"]);
    const answers: string[] = [];
    for (const phrase of ["flag", "red apple"]) {
      child.stdin.write(`${phrase}\n`);
      const [answer] = await once(child.stdout, "data");
      answers.push(answer);
    }
    expect(answers.join("").match(/\n/g)).toHaveLength(2);
    child.kill("SIGINT");
    const [exitCode] = await once(child, "close");
    expect(exitCode).toBe(130);
  });

  it("are not read further when nobody reads the answers", async () => {
    const child = startCommand(["translate", "--run", run]);
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.stdin.on("error", () => undefined); // the command has ended
    child.stdin.write("flag\n".repeat(10_000));
    await once(child.stdout, "data");
    child.stdout.destroy();
    const [exitCode] = await once(child, "close");
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^engine: .*\n$/);
  });
});

describe("options", () => {
  it("show what was looked at, beside lines and below arguments", async () => {
    const below = await translate(["red apple", "--attention"]);
    expect(below.stdout).toMatch(/^[^\n]+\n +re.*\n(.* [░▒▓█ ]+\n)+$/);
    const beside = await translate(["--attention"], "red apple\n");
    expect(linesOf(beside.stdout)).toEqual([below.stdout.split("\n")[0]]);
    expect(beside.stderr).toMatch(/[░▒▓█]/);
    const page = folder.at("attention.html");
    const { stderr, exitCode } = await translate(["--attention", page], "flag\n\nred apple\n");
    expect(stderr).toContain(`${page} shows the attention of all 2 phrases`);
    expect((await readFile(page, "utf8")).match(/<svg /g)).toHaveLength(2);
    expect(exitCode).toBe(0);
  });

  it("decide on the search", async () => {
    const phrases = ["flag: France", "woman walking: medium skin tone"];
    const read = async (...args: string[]) =>
      linesOf((await translate(["--json", ...args], phrases.join("\n"))).stdout).map((line) =>
        JSON.parse(line),
      );
    const beam = await read("--n-best", "5", "--length-penalty", "none");
    const greedy = await read("--beam-size", "1");
    const short = await read("--length-penalty", "wu", "--alpha", "0", "--batch-size", "1");
    for (const [index, { logProbability, alternatives }] of beam.entries()) {
      const all = [
        logProbability,
        ...alternatives.map((found: { logProbability: number }) => found.logProbability),
      ];
      expect(all).toHaveLength(5);
      expect(all).toEqual(all.toSorted((a, b) => b - a));
      expect(greedy[index].logProbability).toBeLessThanOrEqual(logProbability + 1e-4);
      expect(short[index].translation).toBe(beam[index].translation); // alpha 0 is no penalty
    }
  });

  it.each([
    [["--n-best", "6"], "--n-best must be at most the beam size, 5, got 6"],
    [["--n-best", "0"], '--n-best must be a whole number of at least 1, got "0"'],
    [["--beam-size", "2.5"], '--beam-size must be a whole number of at least 1, got "2.5"'],
    [["--batch-size", ""], '--batch-size must be a whole number of at least 1, got ""'],
    [["--attention", "red apple"], 'ends in .svg or .html, got "red apple"'],
  ])("refuse %j", async (args, message) => {
    const { stdout, stderr, exitCode } = await translate(args, "flag\n");
    expect(stderr).toContain(`Cannot run the command: `);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
  });

  it("take a lexicon that can be read", async () => {
    const lexicon = await folder.file(
      "lexicon.tsv",
      "漢\tchinois\nhovercraft full\taéroglisseur\n",
    );
    const { stderr, exitCode } = await translate(["--unknown", lexicon], "flag\n");
    expect(stderr).toContain("1 of 2 words of the lexicon are several tokens for this run");
    expect(exitCode).toBe(0);
    const missing = await translate(["--unknown", folder.at("missing.tsv")], "flag\n");
    expect(missing.stderr).toContain("missing.tsv: there is no such file");
    expect(missing.exitCode).toBe(1);
  });
});

/** util-linux's `script` gives a command a terminal. */
function hasScript(): boolean {
  try {
    return execFileSync("script", ["--version"], { encoding: "utf8" }).includes("util-linux");
  } catch {
    return false;
  }
}

describe.skipIf(!hasScript())("a prompt", () => {
  it.each([
    ["Ctrl-D", "\x04", 0],
    ["Ctrl-C", "\x03", 130],
  ])("answers, and %s leaves", async (_, key, expected) => {
    const command = commandLine(["--run", run])
      .map((word) => `'${word}'`)
      .join(" ");
    const child = spawn("script", ["-qec", command, "/dev/null"], { timeout: 100_000 });
    let shown = "";
    child.stdout.on("data", (chunk) => {
      shown += chunk;
    });
    const until = async (pattern: RegExp): Promise<void> => {
      while (!pattern.test(shown)) await once(child.stdout, "data");
    };
    await until(/> /);
    shown = "";
    child.stdin.write(":help\r");
    await until(/Ctrl-D {2}.*leaves.*> /s);
    shown = "";
    child.stdin.write("flag\r");
    await until(/flag[\r\n]+[^\r\n]+\r?\n.*> /s);
    child.stdin.write(key);
    const [exitCode] = await once(child, "close");
    expect(exitCode).toBe(expected);
  });
});
