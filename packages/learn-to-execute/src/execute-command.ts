/** The verb `execute`. */
import { readFile } from "node:fs/promises";
import {
  type Answer,
  addOutputOptions,
  addRunOption,
  type Command,
  Output,
  type OutputOptions,
  UsageError,
  untilInterrupted,
} from "@encdec/core/command-line";
import { checkWithPython } from "./check-with-python.ts";
import { type Execution, Executor } from "./decode.ts";
import { parseProgram } from "./parse-program.ts";
import { canonicalSource, rightAnswer } from "./source-text.ts";

/** Who says what is right. */
type Judge = "evaluator" | "python";

interface ExecuteFlags extends OutputOptions {
  readonly run: string;
  readonly check?: Judge;
}

/** A text and where it comes from. */
interface Input {
  readonly place?: string;
  readonly text: string;
}

/** Bytes of a text that are read: more than any program may have. */
const MOST_BYTES = 2 ** 20;

/** Adds the verb `execute`. */
export function addExecuteCommand(program: Command): void {
  const command = program
    .command("execute [file...]", { isDefault: true })
    .description("predict what programs print: one in each file, or one from standard input");
  const check = command
    .createOption(
      "--check [judge]",
      "show whether the answer is right, by the project's evaluator or by Python",
    )
    .choices(["evaluator", "python"])
    .preset("evaluator");
  addOutputOptions(addRunOption(command, "learn-to-execute").addOption(check)).action(
    (files: string[], flags: ExecuteFlags) =>
      untilInterrupted((signal) => executeTexts(files, flags, signal)),
  );
}

async function executeTexts(
  files: readonly string[],
  flags: ExecuteFlags,
  signal: AbortSignal,
): Promise<void> {
  const output = new Output(flags);
  await output.noticeEngine();
  const executor = await Executor.load(flags.run);
  try {
    const isCopy = executor.config.data.from === "copy";
    if (isCopy && flags.check === "python") {
      throw new UsageError(
        'Cannot run the command: --check python needs a run of programs or addition, got one of "copy"',
      );
    }
    for await (const { place, text } of inputs(files, output)) {
      output.answer(await answerTo(text, { executor, check: flags.check, signal }), place);
    }
  } finally {
    executor.dispose();
  }
}

async function* inputs(files: readonly string[], output: Output): AsyncGenerator<Input> {
  if (files.length === 0) {
    if (process.stdin.isTTY) output.notice("type a program; end it with Ctrl-D");
    yield { text: await standardInput() };
  }
  for (const file of files) {
    try {
      yield { place: file, text: await readFile(file, "utf8") };
    } catch (error) {
      output.problem(`Cannot read ${file}: ${(error as Error).message}`);
    }
  }
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_BYTES) break;
  }
  process.stdin.destroy(); // a pipe that is still open would keep the process alive
  return Buffer.concat(chunks).toString("utf8");
}

/** The answer, or why the text is refused. */
async function answerTo(
  text: string,
  options: {
    readonly executor: Executor;
    readonly check: Judge | undefined;
    readonly signal: AbortSignal;
  },
): Promise<Answer> {
  const { executor, check, signal } = options;
  const task = executor.config.data.from;
  try {
    const source = canonicalSource(task, text);
    const [execution] = (await executor.predict([source], { signal })) as [Execution];
    const expected = check && (await expectedBy(check, () => rightAnswer(task, source), source));
    const isRight = execution.answer === expected;
    const verdict = isRight ? "right" : `wrong: the program prints ${expected}`;
    return {
      text: expected === undefined ? execution.answer : `${execution.answer}\t${verdict}`,
      value: { ...execution, ...(expected !== undefined && { expected, isRight }) },
      notices: [describeConfidence(execution)],
    };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    return { text: "", value: { error: error.message }, problem: error.message };
  }
}

/** What is printed by the judge; Python and the evaluator must agree. */
async function expectedBy(judge: Judge, evaluate: () => string, source: string): Promise<string> {
  if (judge === "evaluator") return evaluate();
  const { expected, printed, agrees } = await checkWithPython(parseProgram(source));
  if (agrees) return printed;
  throw new Error(`Cannot check the answer: Python must print ${expected}, got ${printed}`);
}

function describeConfidence({ probability, characters, isFinished }: Execution): string {
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const each = characters.map((one) => `${one.character} ${percent(one.probability)}`).join(", ");
  const cut = isFinished ? "" : "; cut: no end was written";
  return `confidence ${percent(probability)} (${each})${cut}`;
}
