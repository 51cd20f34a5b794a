/** The verb `summarize`. */
import {
  type Answer,
  addOutputOptions,
  addRunOption,
  answerLines,
  answerPrompt,
  type Command,
  Output,
  type OutputOptions,
  untilInterrupted,
} from "@encdec/core/command-line";
import { type SummarizeOptions, Summarizer } from "./decode.ts";
import { OriginsFile, originsFileKind } from "./origins-file.ts";
import { documentOfLine, readDocument } from "./read-document.ts";
import { addSearchFlags, type SearchFlags, searchOptionsOf } from "./search-flags.ts";
import { nameOf, problemAnswer, summaryAnswer } from "./summary-answer.ts";

interface SummarizeFlags extends SearchFlags, OutputOptions {
  readonly run: string;
  /** True for the table in the terminal, else a file. */
  readonly attention?: true | string;
}

/** Adds the verb `summarize`. */
export function addSummarizeCommand(program: Command): void {
  const command = program
    .command("summarize [file...]", { isDefault: true })
    .description(
      "summarize files (- for all of standard input), else each line of standard input: a text, or a JSON object with a document",
    );
  addSearchFlags(addRunOption(command, "summarize")).option(
    "--attention [file]",
    "show where each word comes from: a table, or a .html or .json file",
  );
  addOutputOptions(command).action((files: string[], flags: SummarizeFlags) =>
    untilInterrupted(async (signal) => {
      const { attention } = flags;
      if (typeof attention === "string") originsFileKind(attention);
      const origins = attention !== undefined;
      const options = { ...searchOptionsOf(flags), origins, signal };
      const output = new Output(flags);
      await output.noticeEngine();
      const summarizer = await Summarizer.load(flags.run);
      try {
        await new Session(summarizer, output, options).run(files, attention);
      } finally {
        summarizer.dispose();
      }
    }),
  );
}

/** A document to summarize, or why there is none. */
type Request =
  | { readonly document: string; readonly name: string; readonly file?: string }
  | { readonly problem: string; readonly file?: string };

/** Summaries for one call of the command. */
class Session {
  readonly #summarizer: Summarizer;
  readonly #output: Output;
  readonly #options: SummarizeOptions;
  #file: OriginsFile | undefined;

  constructor(summarizer: Summarizer, output: Output, options: SummarizeOptions) {
    this.#summarizer = summarizer;
    this.#output = output;
    this.#options = options;
  }

  async run(files: readonly string[], attention: SummarizeFlags["attention"]): Promise<void> {
    this.#file = typeof attention === "string" ? new OriginsFile(attention) : undefined;
    const output = this.#output;
    const { signal } = this.#options;
    if (files.length > 0) {
      // One after the other: a file may be long.
      for (const file of files) {
        for (const answer of await this.#answers([await requestOfFile(file)]))
          output.answer(answer);
      }
    } else if (process.stdin.isTTY) {
      const answer = async (line: string) => (await this.#answerLines([line]))[0] as Answer;
      await answerPrompt({ output, answer, signal });
    } else {
      await answerLines({
        output,
        answer: (lines) => this.#answerLines(lines),
        mostLines: 128,
        signal,
      });
    }
    if (this.#file) output.notice(await this.#file.write());
  }

  #answerLines(lines: readonly string[]): Promise<Answer[]> {
    const { documentField } = this.#summarizer.config.data;
    return this.#answers(lines.map((line) => requestOfLine(line, documentField)));
  }

  async #answers(requests: readonly Request[]): Promise<Answer[]> {
    const documents = requests.flatMap((request) => ("problem" in request ? [] : [request]));
    const found = await this.#summarizer.summarize(
      documents.map(({ document }) => document),
      this.#options,
    );
    const summaries = found.values();
    return requests.map((request) => {
      if ("problem" in request) return problemAnswer(request.problem, request.file);
      const { name, file } = request;
      const summary = summaries.next().value as (typeof found)[number];
      this.#file?.add(name, summary);
      const origins = this.#options.origins && this.#file === undefined;
      return summaryAnswer(summary, { name, file, origins });
    });
  }
}

async function requestOfFile(file: string): Promise<Request> {
  try {
    const document = await readDocument(file);
    return { document, name: file === "-" ? "standard input" : file, file };
  } catch (error) {
    return { problem: (error as Error).message, file };
  }
}

function requestOfLine(line: string, documentField: string | undefined): Request {
  try {
    const document = documentOfLine(line, { documentField });
    return { document, name: nameOf(document) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
