// Choose among the events of a published page, which has no server to ask. Without this script
// all of them are shown. The choice stands in the address, so that it can be passed on.
"use strict";

const form = document.getElementById("filters");
const entries = Array.from(document.querySelectorAll(".entry"));
const years = Array.from(document.querySelectorAll(".year"));
const status = document.getElementById("count");
const all = status.textContent;

// A date and a bound are compared as far as both are known.
function reaches(date, bound) {
  return date.slice(0, bound.length) >= bound.slice(0, date.length);
}

function fits(entry, chosen) {
  const companies = chosen.getAll("company");
  const since = chosen.get("since");
  const until = chosen.get("until");
  const { company, stance, scope, date } = entry.dataset;
  return (
    (companies.length === 0 || companies.includes(company)) &&
    (!chosen.get("stance") || chosen.get("stance") === stance) &&
    (!chosen.get("scope") || chosen.get("scope") === scope) &&
    (!since || (date !== "" && reaches(date, since))) &&
    (!until || (date !== "" && reaches(until, date)))
  );
}

function show(chosen) {
  let shown = 0;
  for (const entry of entries) {
    entry.hidden = !fits(entry, chosen);
    shown += entry.hidden ? 0 : 1;
  }
  for (const year of years) {
    year.hidden = year.querySelector(".entry:not([hidden])") === null;
  }
  const asked = Array.from(chosen.values()).some((value) => value !== "");
  status.textContent = asked ? `${shown} of ${entries.length} events on this page` : all;
}

function asked() {
  const chosen = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value.trim() !== "") {
      chosen.append(name, value.trim());
    }
  }
  return chosen;
}

function fill(chosen) {
  for (const field of form.elements) {
    if (field.type === "checkbox") {
      field.checked = chosen.getAll(field.name).includes(field.value);
    } else if (field.name) {
      field.value = chosen.get(field.name) || "";
    }
  }
  form.querySelector("details").open = chosen.has("company");
  form.querySelector("summary").textContent = "Choose companies";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = asked();
  history.replaceState(null, "", chosen.size ? `?${chosen}` : location.pathname);
  show(chosen);
});
form.addEventListener("change", () => show(asked()));

const first = new URLSearchParams(location.search);
form.hidden = false;
fill(first);
show(first);
