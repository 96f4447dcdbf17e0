#!/usr/bin/env node
/** `countermark-verify`: run once over the arguments of this process. */

import { answer } from "./cli.js";
import { EXIT } from "./report.js";

try {
  const { exitCode, output } = answer(process.argv.slice(2));
  (exitCode === EXIT.usage ? process.stderr : process.stdout).write(output);
  process.exitCode = exitCode;
} catch (error) {
  process.stderr.write(`a fault of the verifier itself: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = EXIT.fault;
}
