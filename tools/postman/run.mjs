// Runs a collection with newman and writes what happened, one JSON line an event, for tools/postman/run.py to judge.
//   node run.mjs COLLECTION ENVIRONMENT WORKING_FOLDER REPORT
import { createWriteStream, readFileSync } from "node:fs";
import newman from "newman";

const [collection, environment, workingDir, report] = process.argv.slice(2);
const lines = createWriteStream(report);
const write = (value) => lines.write(`${JSON.stringify(value)}\n`);

newman
  .run({
    collection: JSON.parse(readFileSync(collection, "utf8")),
    environment: JSON.parse(readFileSync(environment, "utf8")),
    workingDir,
    timeoutRequest: 60_000,
    reporters: [],
  })
  .on("request", (error, { item, request, response }) => {
    write({
      kind: "request",
      item: item.id,
      name: item.name,
      method: request.method,
      path: request.url.getPath(),
      status: response ? response.code : 0,
      error: error ? String(error.message) : null,
      body: response && response.code >= 400 ? response.text().slice(0, 600) : null,
    });
  })
  .on("assertion", (error, { item, assertion }) => {
    write({ kind: "assertion", item: item.id, name: item.name, assertion, error: error ? error.message : null });
  })
  .on("script", (error, { item, event }) => {
    if (error) write({ kind: "script", item: item.id, name: item.name, assertion: event.listen, error: error.message });
  })
  .on("done", (error) => {
    write({ kind: "done", error: error ? String(error.message) : null });
    lines.end(() => process.exit(error ? 1 : 0));
  });
