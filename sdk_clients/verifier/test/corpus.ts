/** Runs every command line of a file (a JSON list of lists) in this one process, and prints exit codes and states as JSON. */

import * as fs from "node:fs";
import { answer } from "../src/cli.js";
import { EXIT, type Result } from "../src/report.js";

function verdict(arguments_: readonly string[]): { exit_code: number; steps: [string, string][] } {
  try {
    const { exitCode, output } = answer([...arguments_, "--json"]);
    if (exitCode === EXIT.usage) return { exit_code: exitCode, steps: [] };
    const document = JSON.parse(output) as { steps: Result[] };
    return { exit_code: exitCode, steps: document.steps.map((each) => [each.step, each.state]) };
  } catch (error) {
    process.stderr.write(`${arguments_.join(" ")}: ${String(error)}\n`);
    return { exit_code: EXIT.fault, steps: [] };
  }
}

const cases = JSON.parse(fs.readFileSync(process.argv[2] ?? "", "utf8")) as string[][];
process.stdout.write(JSON.stringify(cases.map(verdict)));
