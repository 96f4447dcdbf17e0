/** The command, apart from the process that runs it: arguments in, text and exit code out. */

import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { readArtefacts } from "./artefacts.js";
import { verifyBundle } from "./bundle.js";
import { fromUtf8 } from "./bytes.js";
import type { Handed } from "./audit.js";
import { CarFiles } from "./carfiles.js";
import { isFolder, NoFiles, openContainer, type Container } from "./container.js";
import { parseJson, type Json } from "./json.js";
import { splitLines } from "./lines.js";
import { NotDue, Refusal, Unreadable } from "./refusal.js";
import { EXIT, type Report, type Result } from "./report.js";
import { verifyBatchRow, verifyOpeningWithProof, verifyProof, verifyReceiptWithProof } from "./single.js";
import { parseTrust, type Trust } from "./trust.js";

const USAGE = `usage: countermark-verify bundle PATH... --trust FILE [--receipts FILE] [--kept FILE]... [--openings FILE]
                                 [--artefacts FOLDER] [--chain-proof FILE]... [--json]
       countermark-verify proof FILE --trust FILE [--json]
       countermark-verify receipt FILE --trust FILE [--proof FILE] [--json]
       countermark-verify opening FILE --proof FILE --trust FILE [--json]
       countermark-verify batch-row FILE --proof FILE --trust FILE [--row LINE] [--json]
`;

export interface Answer {
  readonly exitCode: number;
  readonly output: string;
}

class Misuse extends Error {}

interface Options {
  readonly trust?: string;
  readonly proof?: string;
  readonly receipts?: string;
  readonly row?: string;
  readonly kept?: string[];
  readonly openings?: string;
  readonly artefacts?: string;
  readonly "chain-proof"?: string[];
  readonly processes?: string;
  readonly json?: boolean;
}

const OPTIONS_OF: Readonly<Record<string, readonly (keyof Options)[]>> = {
  bundle: ["trust", "receipts", "kept", "openings", "artefacts", "chain-proof", "processes", "json"],
  proof: ["trust", "json"],
  receipt: ["trust", "proof", "json"],
  opening: ["trust", "proof", "json"],
  "batch-row": ["trust", "proof", "row", "json"],
};

export function answer(arguments_: readonly string[]): Answer {
  let asJson = arguments_.includes("--json");
  try {
    const { command, files, options } = parse(arguments_);
    asJson = options.json ?? false;
    const report = verify(command, files, options);
    return { exitCode: report.exitCode, output: write(report, asJson) };
  } catch (error) {
    if (error instanceof Misuse) return { exitCode: EXIT.usage, output: `${error.message}\n${USAGE}` };
    if (error instanceof Refusal || error instanceof Unreadable) {
      return { exitCode: EXIT.unreadable, output: writeUnreadable(error.message, asJson) };
    }
    throw error;
  }
}

function parse(arguments_: readonly string[]): { command: string; files: readonly [string, ...string[]]; options: Options } {
  try {
    const { values, positionals } = parseArgs({
      args: [...arguments_],
      allowPositionals: true,
      options: {
        trust: { type: "string" },
        proof: { type: "string" },
        receipts: { type: "string" },
        row: { type: "string" },
        kept: { type: "string", multiple: true },
        openings: { type: "string" },
        artefacts: { type: "string" },
        "chain-proof": { type: "string", multiple: true },
        processes: { type: "string" },
        json: { type: "boolean" },
      },
    });
    const [command = "", file, ...more] = positionals;
    const known = OPTIONS_OF[command];
    if (known === undefined) throw new Misuse(`there is no command ${JSON.stringify(command)}`);
    if (file === undefined || (more.length > 0 && command !== "bundle")) throw new Misuse(`${command} takes one file`);
    const strange = Object.keys(values).find((name) => !known.includes(name as keyof Options));
    if (strange !== undefined) throw new Misuse(`${command} knows no --${strange}`);
    if ((command === "opening" || command === "batch-row") && values.proof === undefined) throw new Misuse(`${command} needs --proof`);
    if (values.processes !== undefined && !/^[0-9]+$/.test(values.processes)) throw new Misuse("--processes is not a number");
    return { command, files: [file, ...more], options: values };
  } catch (error) {
    if (error instanceof TypeError) throw new Misuse(error.message);
    throw error;
  }
}

function verify(command: string, files: readonly [string, ...string[]], options: Options): Report {
  const [file] = files;
  const trust: Trust | null = options.trust === undefined ? null : parseTrust(fromUtf8(readFile(options.trust)));
  const proof: Json | undefined = options.proof === undefined ? undefined : parseJson(readFile(options.proof));
  switch (command) {
    case "proof":
      return verifyProof(parseJson(readFile(file)), trust);
    case "receipt":
      return verifyReceiptWithProof(parseJson(readFile(file)), proof, trust);
    case "opening":
      return verifyOpeningWithProof(parseJson(readFile(file)), proof ?? null, trust);
    case "batch-row":
      return verifyBatchRow(parseJson(readFile(file)), proof ?? null, trust, options.row ?? null);
    default:
      return bundle(files, trust, options);
  }
}

/** `--processes` is read and changes nothing: one process is quick enough. */
function bundle(places: readonly string[], trust: Trust | null, options: Options): Report {
  const documents = (file: string | undefined): Json[] | null => (file === undefined ? null : readDocuments(readFile(file)));
  const { files, blocks } = open(places);
  try {
    return verifyBundle({
      files,
      trust,
      kept: (options.kept ?? []).map(readFile),
      receipts: documents(options.receipts),
      openings: documents(options.openings),
      artefacts: options.artefacts === undefined ? null : readArtefacts(options.artefacts),
      chainProofs: (options["chain-proof"] ?? []).map((file) => parseJson(readFile(file))),
      blocks,
      nowUs: BigInt(Date.now()) * 1_000n,
    });
  } finally {
    files.close();
  }
}

/** The CARs among what is given: all of it, or all that is in the one folder. */
function carsIn(places: readonly string[]): readonly string[] {
  const isCar = (place: string): boolean => /[^/]\.car$/.test(place);
  const [place = ""] = places;
  if (places.length > 1 || !isFolder(place)) return places.every(isCar) ? places : [];
  const inside = namesIn(place).map((name) => path.join(place, name));
  return inside.every(isCar) ? inside : [];
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch (error) {
    throw new Unreadable(`${folder} cannot be listed: ${String(error)}`);
  }
}

/** Open a folder, a tar, or CARs. Returns: the files, and what became of the blocks of CARs. */
function open(places: readonly string[]): { files: Container; blocks: Handed["blocks"] } {
  const cars = carsIn(places);
  if (cars.length === 0) {
    const [place = ""] = places;
    if (places.length > 1) throw new Unreadable("only CARs may be several");
    return { files: openContainer(place), blocks: null };
  }
  try {
    const files = new CarFiles(cars);
    return { files, blocks: files.summary };
  } catch (error) {
    if (error instanceof Refusal || error instanceof NotDue) return { files: new NoFiles(), blocks: error };
    throw error;
  }
}

/** An array of documents, one document, or one on each line. */
function readDocuments(data: Buffer): Json[] {
  const blank = (line: Buffer): boolean => /^[ \t\r\n\v\f]*$/.test(line.toString("latin1"));
  if (/^[ \t\r\n\v\f]*\[/.test(data.subarray(0, 4_096).toString("latin1"))) {
    const value = parseJson(data);
    return Array.isArray(value) ? value : [value];
  }
  return [...splitLines(data)].filter((line) => !blank(line)).map((line) => parseJson(line));
}

function readFile(place: string): Buffer {
  try {
    return fs.readFileSync(place);
  } catch (error) {
    throw new Unreadable(`${place} cannot be read: ${String(error)}`);
  }
}

function write(report: Report, asJson: boolean): string {
  const verified = report.exitCode === EXIT.verified;
  const steps = report.steps.map(shown);
  const notOwed = report.notOwed.map(shown);
  if (asJson) {
    const document = { verified, exit_code: report.exitCode, steps, not_owed: notOwed };
    return `${JSON.stringify(document, null, 2)}\n`;
  }
  const lines = [...steps, ...notOwed].map((each) => `${each.state.padStart(8)}  ${each.step.padEnd(12)} ${each.detail}\n`);
  return lines.join("") + (verified ? "VERIFIED\n" : `NOT VERIFIED (exit code ${report.exitCode})\n`);
}

function shown(result: Result): Result {
  return { ...result, detail: printable(result.detail) };
}

/** Spell out what a terminal would act upon or show as something else: names in an export are whoever's that wrote it. */
function printable(text: string): string {
  return text.replace(/[^\P{C} ]|[^\P{Z} ]/gu, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);
}

function writeUnreadable(why: string, asJson: boolean): string {
  const reason = printable(why);
  const document = { verified: false, exit_code: EXIT.unreadable, error: reason, steps: [] };
  return asJson ? `${JSON.stringify(document, null, 2)}\n` : `cannot be read: ${reason}\nNOT VERIFIED (exit code ${EXIT.unreadable})\n`;
}
