// Times, numbers and JSON as text.

import { el } from "./dom.js";

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const exactTime = new Intl.DateTimeFormat(undefined, {
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
});
const shortDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const longDay = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

const date = (seconds) => new Date(seconds * 1000);

export const timeOfDay = (seconds) => clockTime.format(date(seconds));
export const exact = (seconds) => exactTime.format(date(seconds));
export const full = (seconds) => fullTime.format(date(seconds));
export const dayKey = (seconds) => date(seconds).toDateString();

function daysBefore(seconds, now) {
  const start = (value) => new Date(date(value).toDateString()).getTime();
  return Math.round((start(now) - start(seconds)) / 86_400_000);
}

/** The time of day for today, else the day. */
export function timeOrDay(seconds, now) {
  const days = daysBefore(seconds, now);
  if (days === 0) return timeOfDay(seconds);
  if (days === 1) return "Yesterday";
  return shortDay.format(date(seconds));
}

export function day(seconds, now) {
  const days = daysBefore(seconds, now);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return longDay.format(date(seconds));
}

/** `23 h 10 min`. */
export function duration(seconds) {
  const minutes = Math.max(0, Math.round(seconds / 60));
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

export function bytesOf(text) {
  const size = new TextEncoder().encode(text).length;
  return size < 1000 ? `${size} bytes` : `${(size / 1000).toFixed(1)} kB`;
}

/** Groups the digits of North American numbers; leaves others as they are. */
export function phone(number) {
  const found = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number ?? "");
  if (found) return `+1 ${found[1]} ${found[2]} ${found[3]}`;
  return number || "No recipient";
}

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

export function money(amount, currency) {
  const value = Number(amount);
  if (!Number.isFinite(value)) return `${amount} ${currency ?? ""}`.trim();
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(value);
  } catch {
    return `${value} ${currency ?? ""}`.trim();
  }
}

/** `{value: 4990, offset: 100}` as money. */
export const scaled = (amount, currency) =>
  money((amount?.value ?? 0) / (amount?.offset || 100), currency);

export const pretty = (json) => JSON.stringify(json, null, 2) ?? "null";

const TOKEN =
  /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONGEST_COLORED = 60_000;

/** A code block; JSON gets colors. */
export function code(text, language) {
  const block = el("code", null);
  if (language === "json" && text.length < LONGEST_COLORED) {
    let end = 0;
    for (const found of text.matchAll(TOKEN)) {
      const [all, string, colon] = found;
      block.append(text.slice(end, found.index));
      const name = colon ? "key" : string ? "string" : "literal";
      block.append(el("span", { class: `json-${name}` }, string ?? all));
      block.append(colon ?? "");
      end = found.index + all.length;
    }
    block.append(text.slice(end));
  } else {
    block.append(text);
  }
  return el("pre.code", { tabindex: "0" }, block);
}
