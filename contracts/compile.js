// Compiles src/ with the solc of package-lock.json, offline, and writes what is committed: for each deployed contract
// build/NAME.json (ABI, bytecode, storage layout, compiler settings), and ../ledger/adapters/abi/NAME.json, which the server reads.
//
// node compile.js           write
// node compile.js --check   fail where what is committed is not byte for byte what the sources give
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const solc = require("solc");

const HERE = __dirname;
const SHIPPED = ["LogAnchor", "VendorPayments"]; // what the server speaks to
const DEPLOYED = [...SHIPPED, "VendorEscrow"];
const settings = {
  optimizer: { enabled: true, runs: 200 },
  evmVersion: "cancun", // of March 2024, and what py-evm, the chain of the quick tests, runs
  metadata: { appendCBOR: false, bytecodeHash: "none" }, // bytes that depend on nothing but sources and compiler
};
const outputSelection = {
  "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object", "storageLayout"] },
};

function sources() {
  const folder = path.join(HERE, "src");
  const names = fs.readdirSync(folder).filter((name) => name.endsWith(".sol")).sort();
  return Object.fromEntries(names.map((name) => [`src/${name}`, { content: fs.readFileSync(path.join(folder, name), "utf8") }]));
}

function findImport(name) {
  const file = path.join(HERE, "node_modules", name);
  return fs.existsSync(file) ? { contents: fs.readFileSync(file, "utf8") } : { error: `${name} is not installed` };
}

function compile() {
  const input = { language: "Solidity", sources: sources(), settings: { ...settings, outputSelection } };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport }));
  const complaints = (output.errors ?? []).map((each) => each.formattedMessage);
  if (complaints.length > 0) throw new Error(complaints.join("\n")); // a warning is one too
  return output.contracts;
}

// Compiler-made numbers of types are left out of the layout: they change with any source in the same run.
function layout(storage) {
  return storage.map(({ label, offset, slot, type }) => ({ label, slot: Number(slot), offset, type: type.replace(/\d+_storage/g, "storage") }));
}

function artefacts() {
  const compiled = compile();
  const files = new Map();
  const text = (value) => `${JSON.stringify(value, null, 1)}\n`;
  for (const name of DEPLOYED) {
    const source = `src/${name}.sol`;
    if (compiled[source] === undefined) continue;
    const { abi, evm, storageLayout } = compiled[source][name];
    const bytecode = `0x${evm.bytecode.object}`;
    files.set(
      path.join(HERE, "build", `${name}.json`),
      text({
        contract: name,
        compiler: { version: solc.version(), ...settings },
        storageLayout: layout(storageLayout.storage),
        abi,
        bytecode,
        deployedBytecode: `0x${evm.deployedBytecode.object}`,
      }),
    );
    if (SHIPPED.includes(name)) {
      files.set(path.join(HERE, "..", "ledger", "adapters", "abi", `${name}.json`), text({ contract: name, abi, bytecode }));
    }
  }
  return files;
}

function main() {
  const check = process.argv.includes("--check");
  let differ = 0;
  for (const [file, text] of artefacts()) {
    const name = path.relative(path.join(HERE, ".."), file);
    if (!check) {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
      console.log(`wrote ${name}`);
    } else if (!fs.existsSync(file) || fs.readFileSync(file, "utf8") !== text) {
      console.log(`${name} is not what the sources give: run \`make contracts\``);
      differ += 1;
    } else {
      console.log(`${name}: the same bytes`);
    }
  }
  process.exitCode = differ === 0 ? 0 : 1;
}

main();
