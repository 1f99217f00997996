"use strict";
// Everything from the data is put into the page as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 20;
  const state = { rule: "", severity: "", words: "", first: 0 };
  const find = (id) => document.getElementById(id);

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const known = ["system", "developer", "user", "assistant", "tool", "function"];

  const bubble = (turn, marks) => {
    const element = make("div", "bubble " + (known.includes(turn.role) ? turn.role : "other"));
    element.append(make("span", "role", turn.role + (turn.note ? " · " + turn.note : "")));
    if (turn.thought) element.append(make("em", "quiet", turn.thought + "\n"));
    element.append(document.createTextNode(turn.text));
    for (const call of turn.calls) element.append(make("code", "", "\n→ " + call));
    if (marks.some((mark) => mark === turn.place || mark.startsWith(turn.place + ".") || mark.startsWith(turn.place + "["))) {
      element.classList.add("marked");
      element.setAttribute("aria-label", "a problem is here");
    }
    return element;
  };

  const problemLine = (index) => {
    const problem = data.problems[index];
    const rule = data.rules[problem.code];
    const line = make("p", "problem");
    line.append(make("span", rule.severity, rule.severity + " "));
    const name = make(rule.url ? "a" : "b", "", problem.code + " " + rule.name);
    if (rule.url) name.href = rule.url;
    line.append(name, document.createTextNode(": "));
    if (problem.path) line.append(make("code", "", problem.path), document.createTextNode(" "));
    line.append(document.createTextNode(problem.message));
    if (problem.fix) line.append(make("span", "quiet", " [fix: " + problem.fix + "]"));
    return line;
  };

  const card = (example) => {
    const element = make("article", "example");
    const where = data.files[example.file] + (example.line ? ":" + example.line : "") + " (example " + example.example + ")";
    element.append(make("h3", "", where));
    for (const index of example.problems) element.append(problemLine(index));
    const marks = example.problems.map((index) => data.problems[index].path).filter(Boolean);
    for (const turn of example.turns) element.append(bubble(turn, marks));
    if (example.answers.length) {
      const side = make("div", "answers");
      example.answers.forEach((answer, number) => {
        const column = make("div", "");
        column.append(make("b", "", number ? "rejected" : "preferred"));
        for (const turn of answer) column.append(bubble(turn, marks));
        side.append(column);
      });
      element.append(side);
    }
    if (example.raw) element.append(make("div", "raw", example.raw));
    if (example.after) {
      const details = make("details", "");
      details.append(make("summary", "", "after the safe fixes"), make("div", "raw", example.after));
      element.append(details);
    }
    return element;
  };

  const matches = (example) => {
    if (state.rule || state.severity) {
      const hit = example.problems.some((index) => {
        const code = data.problems[index].code;
        return (!state.rule || code === state.rule) && (!state.severity || data.rules[code].severity === state.severity);
      });
      if (!hit) return false;
    }
    return !state.words || example.search.includes(state.words);
  };

  for (const example of data.examples) {
    const texts = [example.raw, ...example.turns.map((turn) => turn.text + " " + turn.calls.join(" "))];
    for (const answer of example.answers) for (const turn of answer) texts.push(turn.text);
    for (const index of example.problems) texts.push(data.problems[index].code, data.problems[index].message);
    example.search = texts.join("\n").toLowerCase();
  }

  const draw = () => {
    const found = data.examples.filter(matches);
    state.first = Math.min(state.first, Math.max(0, Math.floor((found.length - 1) / PAGE) * PAGE));
    const shown = found.slice(state.first, state.first + PAGE);
    find("list").replaceChildren(...shown.map(card));
    const last = state.first + shown.length;
    find("count").textContent = found.length
      ? "examples " + (state.first + 1) + " to " + last + " of " + found.length
      : "no example matches";
    find("before").disabled = state.first === 0;
    find("next").disabled = last >= found.length;
  };

  const listen = (id, kind, change) =>
    find(id).addEventListener(kind, (event) => {
      change(event.target.value);
      draw();
    });

  for (const [code, rule] of Object.entries(data.rules)) {
    const option = make("option", "", code + " " + rule.name);
    option.value = code;
    find("rule").append(option);
  }
  const restart = (key) => (value) => {
    state[key] = key === "words" ? value.trim().toLowerCase() : value;
    state.first = 0;
  };
  listen("rule", "change", restart("rule"));
  listen("severity", "change", restart("severity"));
  listen("words", "input", restart("words"));
  listen("before", "click", () => { state.first -= PAGE; });
  listen("next", "click", () => { state.first += PAGE; });
  for (const link of document.querySelectorAll("[data-rule]")) {
    link.addEventListener("click", () => {
      find("rule").value = link.dataset.rule;
      restart("rule")(link.dataset.rule);
      draw();
    });
  }
  find("browser").hidden = false;
  draw();
})();
