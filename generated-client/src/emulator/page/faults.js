// Faults of the HTTP interface: the card of the controls that adds, lists and removes
// them.

import { get, post, remove } from "./api.js";
import { field, numberField, valueForm } from "./dialog.js";
import { el, fill, iconButton } from "./dom.js";
import { plural } from "./format.js";
import { attempt } from "./notify.js";

const KINDS = [
  ["throttle", "Throttle · 429"],
  ["500", "Status 500"],
  ["503", "Status 503"],
  ["InternalServiceException", "InternalServiceException"],
  ["DependencyException", "DependencyException"],
  ["AccessDeniedException", "AccessDeniedException"],
  ["delay", "Delay the response"],
  ["reset", "Reset the connection"],
  ["garbage", "Success with an invalid body"],
  ["html", "HTML page of a proxy · 502"],
];

const STAGES = [
  ["before", "before processing"],
  ["after", "after processing: the response is lost"],
];

const labelOf = ({ kind, milliseconds }) =>
  kind === "delay"
    ? `Delay of ${milliseconds} ms`
    : (KINDS.find(([known]) => known === kind)?.[1] ?? kind);

function describe(fault) {
  const { operation, stage, times, probability } = fault;
  return [
    labelOf(fault),
    operation ?? "any operation",
    times === null ? `${Math.round(probability * 100)} % of the calls` : plural(times, "call"),
    stage === "after" && "after processing",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Reads the form; only a delay has milliseconds. */
function faultOf({ kind, operation, stage, times, milliseconds }) {
  return {
    kind,
    stage,
    times: Number(times),
    ...(operation && { operation }),
    ...(kind === "delay" && { milliseconds: Number(milliseconds) }),
  };
}

/** Makes the content of the card: `{nodes, load, refresh}`. */
export function faultControls() {
  const pending = el("ul.faults", { "aria-label": "Active faults" });
  const operations = field({
    name: "operation",
    label: "Operation",
    kind: "select",
    options: [["", "any operation"]],
  });
  const delay = numberField({
    name: "milliseconds",
    label: "Milliseconds",
    max: "600000",
    value: "2000",
  });
  let shown = "";
  let hasOperations = false;

  const form = valueForm(
    (values) =>
      attempt(async () => show(await post("faults", faultOf(values))), "The fault is active"),
    el(
      "div.fields.fields-two",
      null,
      field({
        name: "kind",
        label: "Fault",
        kind: "select",
        options: KINDS,
        onchange: ({ target }) => (delay.hidden = target.value !== "delay"),
      }),
      operations,
      numberField({ name: "times", label: "Calls", min: "1", max: "1000000", value: "1" }),
      field({ name: "stage", label: "When", kind: "select", options: STAGES }),
      delay,
    ),
    el("div.buttons.start", null, el("button.primary", { type: "submit" }, "Add fault")),
  );
  delay.hidden = true;

  function show({ faults }) {
    // Rendering takes the focus away, so nothing is rendered without a change.
    const now = JSON.stringify(faults);
    if (now === shown) return;
    shown = now;
    fill(
      pending,
      faults.map((fault) =>
        el(
          "li",
          null,
          el("span", null, describe(fault)),
          iconButton("close", `Remove: ${describe(fault)}`, () => drop(fault)),
        ),
      ),
    );
  }

  const drop = ({ number }) =>
    attempt(async () => show(await remove(`faults/${number}`)), "The fault is removed");

  const refresh = async () => show(await get("faults"));

  async function load() {
    await refresh();
    if (hasOperations) return;
    hasOperations = true;
    const { operations: known } = await get("coverage");
    const select = operations.querySelector("select");
    select.append(...known.map(({ name }) => el("option", { value: name }, name)));
  }

  return {
    nodes: [form, pending],
    load: () => attempt(load),
    // A call of a client may have used up a fault.
    refresh: () => refresh().catch(() => {}),
  };
}
