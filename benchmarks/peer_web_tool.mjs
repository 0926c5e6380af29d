// Time the equal-shares web tool (https://github.com/equalshares/equalshares-compute-tool), unchanged, under node.
// usage: node peer_web_tool.mjs TOOL_FOLDER FILE (none|add1) (floats|fractions)
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const [tool, file, completion, accuracy] = process.argv.slice(2);
const source = (name) => fs.readFileSync(path.join(tool, "js", name), "utf8");
const context = vm.createContext({
    console, performance, postMessage: () => {}, importScripts: () => {}, Fraction: undefined, module: undefined,
});
vm.runInContext(source("libraries/fraction.min.js"), context);
vm.runInContext(source("methodOfEqualSharesWorker.js"), context);
vm.runInContext(source("pabulibParser.js").replaceAll("export function", "function"), context);
context.text = fs.readFileSync(file, "utf8");
context.params = {
    tieBreaking: ["minCost", "maxVotes"], completion, add1options: ["exhaustive", "integral"],
    comparison: "none", accuracy, increment: 1,
};
// Processor seconds, so that other work on the machine disturbs less.
const clock = () => { const used = process.cpuUsage(); return (used.user + used.system) / 1e6; };
let began = clock();
vm.runInContext("instance = parsePabulibFromString(text)", context);
const read = clock() - began;
began = clock();
try {
    vm.runInContext("result = equalShares(instance, params)", context);
    const seconds = clock() - began;
    console.log(JSON.stringify({ seconds, seconds_read: read, selected: context.result.winners, endowment: context.result.notes.endowment }));
} catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
}
