#!/usr/bin/env node
// The solc of package-lock.json with the command line that forge and crytic-compile expect of the native one: they run offline with it.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const solc = require("solc");

if (process.argv.includes("--version")) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`);
} else {
  const findImport = (name) => {
    const places = [path.join(__dirname, name), path.join(__dirname, "node_modules", name)];
    const file = places.find((each) => fs.existsSync(each));
    return file ? { contents: fs.readFileSync(file, "utf8") } : { error: `${name} is not there` };
  };
  process.stdout.write(solc.compile(fs.readFileSync(0, "utf8"), { import: findImport }));
}
