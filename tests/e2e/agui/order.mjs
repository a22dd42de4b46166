// Drives a whole order with the official AG-UI client: message, interrupt, correction, answer, order.
// Usage: node order.mjs BASE_URL    Prints one JSON object; exits with 1 at the first thing that is not as it should be.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { HttpAgent, buildResumeArray } from "@ag-ui/client";
import { EventType } from "@ag-ui/core";

const base = process.argv[2];
const agent = new HttpAgent({ url: `${base}/agui`, threadId: `node-${randomUUID()}` });

async function run(parameters) {
  const seen = [];
  await agent.runAgent({ runId: randomUUID(), ...parameters }, { onEvent: ({ event }) => void seen.push(event) });
  const types = seen.map((event) => event.type);
  assert.equal(types[0], EventType.RUN_STARTED);
  assert.equal(types.at(-1), EventType.RUN_FINISHED, `the run ended with ${JSON.stringify(seen.at(-1))}`);
  return { types, finished: seen.at(-1) };
}

function say(content) {
  agent.addMessage({ id: randomUUID(), role: "user", content });
}

say("帮我向苏州精密订五百个6204轴承,下周五之前到");
const ordered = await run({});
for (const type of [EventType.TOOL_CALL_START, EventType.TOOL_CALL_RESULT, EventType.STATE_SNAPSHOT]) {
  assert.ok(ordered.types.includes(type), `no ${type} among ${ordered.types}`);
}
assert.equal(ordered.finished.outcome.type, "interrupt");
assert.equal(agent.pendingInterrupts.length, 1);
const [first] = agent.pendingInterrupts;
assert.equal(first.metadata.draft.order.total, "6400.00");
assert.equal(agent.state.drafts.length, 1);

// Other words instead of an answer: the interrupt is put aside, and the corrected draft takes its place.
say("改成六百个");
const corrected = await run({ resume: buildResumeArray([first], { [first.id]: { status: "cancelled" } }) });
assert.equal(corrected.finished.outcome.type, "interrupt");
const [second] = agent.pendingInterrupts;
assert.notEqual(second.id, first.id);
assert.equal(second.metadata.draft.order.total, "7680.00");

const payload = { decision: "yes", digest: second.metadata.draft.digest };
const answered = await run({ resume: buildResumeArray([second], { [second.id]: { status: "resolved", payload } }) });
assert.equal(answered.finished.outcome.type, "success");
assert.deepEqual(agent.pendingInterrupts, []);
const records = answered.finished.result.records;
assert.equal(records.length, 1);

const order = await (await fetch(`${base}/api/orders/${records[0].id}`)).json();
assert.equal(order.lines[0].quantity, 600);
assert.equal(order.total, "7680.00");
assert.equal(agent.messages.at(-1).role, "assistant");
assert.ok(agent.messages.at(-1).content.includes(order.number));

console.log(JSON.stringify({ order: order.number, total: order.total, messages: agent.messages.length }));
