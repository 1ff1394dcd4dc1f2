// The arm of json-schema-diff, run by Node in a folder whose node_modules holds it.
const { createRequire } = require("node:module");
const { createInterface } = require("node:readline");
const { diffSchemas } = createRequire(process.cwd() + "/")("json-schema-diff");

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    const begun = process.cpuUsage();
    const told = {};
    try {
      const found = await diffSchemas({ sourceSchema: asked.old, destinationSchema: asked.new });
      told.answer = found.additionsFound ? "widens" : "subset";
    } catch (error) {
      told.answer = "error";
      told.why = String(error).slice(0, 300);
    }
    const used = process.cpuUsage(begun);
    told.ms = (used.user + used.system) / 1e3;
    told.mib = process.memoryUsage().rss / 1048576;
    process.stdout.write(JSON.stringify(told) + "\n");
  }
})();
