// The reference of the interface, made from /openapi.json, with a form to try each operation. Everything comes in as text.

const SHOWN = 20000; // characters of an answer that are shown

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function resolve(schema, all) {
  const name = schema?.$ref?.split("/").pop();
  return name ? all.components.schemas[name] : schema ?? {};
}

function typeOf(schema) {
  const options = schema.anyOf ?? [schema];
  const names = options.filter((o) => o.type !== "null").map((o) => (o.type === "array" ? `${o.items?.type ?? "any"} …` : o.type ?? "any"));
  const limits = ["minimum", "maximum", "maxLength", "maxItems", "pattern"].filter((key) => options.some((o) => o[key] !== undefined));
  const said = limits.map((key) => `${key} ${options.find((o) => o[key] !== undefined)[key]}`);
  if (schema.default !== undefined && schema.default !== "" && schema.default !== null) said.push(`default ${JSON.stringify(schema.default)}`);
  return [names.join(" or "), ...said].join(", ");
}

function field(parameter, key) {
  const id = `${key}-${parameter.name}`;
  const input = make("input", { id, name: parameter.name, "data-in": parameter.in, autocomplete: "off", "aria-describedby": `${id}-note` });
  if (parameter.required) input.required = true;
  const label = make("label", { for: id }, make("code", {}, parameter.name), parameter.required ? " *" : "");
  return make("div", { class: "field" }, label, input, make("span", { class: "note", id: `${id}-note` }, typeOf(parameter.schema ?? {})));
}

async function ask(event, method, path, output) {
  event.preventDefault();
  let address = path;
  const query = new URLSearchParams();
  for (const input of event.target.querySelectorAll("input")) {
    if (input.dataset.in === "path") address = address.replace(`{${input.name}}`, encodeURIComponent(input.value));
    else for (const value of input.value === "" ? [] : [input.value]) query.append(input.name, value);
  }
  if (query.size) address += `?${query}`;
  const options = { method };
  const body = event.target.querySelector("textarea");
  if (body) Object.assign(options, { body: body.value, headers: { "Content-Type": "application/json" } });
  output.textContent = "…";
  try {
    const answer = await fetch(address, options);
    const text = await answer.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 1); } catch { /* a file, not JSON */ }
    const more = shown.length > SHOWN ? `\n… ${shown.length - SHOWN} more characters` : "";
    output.textContent = `${method} ${address}\n${answer.status}\n\n${shown.slice(0, SHOWN)}${more}`;
  } catch {
    output.textContent = "The server does not answer: is kg explore still running? 服务器无响应:kg explore 是否仍在运行?";
  }
}

function operation(path, method, said, all) {
  const key = said.operationId;
  const output = make("pre", { tabindex: "0", "aria-label": "answer", hidden: "" });
  const form = make("form", {}, ...(said.parameters ?? []).map((parameter) => field(parameter, key)));
  const content = said.requestBody?.content?.["application/json"];
  if (content) {
    const properties = resolve(content.schema, all).properties ?? {};
    const example = Object.fromEntries(Object.entries(properties).map(([name, p]) => [name, p.examples?.[0] ?? p.default ?? {}]));
    const area = make("textarea", { id: `${key}-body`, rows: "5", spellcheck: "false" });
    area.value = JSON.stringify(example, null, 1);
    form.append(make("label", { for: `${key}-body` }, "JSON"), area);
  }
  form.append(make("button", {}, "Try 试用"));
  form.addEventListener("submit", (event) => { output.hidden = false; ask(event, method.toUpperCase(), path, output); });
  const head = make("summary", {}, make("span", { class: "method" }, method.toUpperCase()), make("h2", {}, make("code", {}, path)), ` — ${said.summary ?? ""}`);
  return make("details", {}, head, form, output);
}

const main = document.getElementById("operations");
try {
  const all = await (await fetch("/openapi.json")).json();
  const found = Object.entries(all.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, said]) => operation(path, method, said, all)));
  main.replaceChildren(...found);
} catch {
  main.textContent = "The description cannot be read: is kg explore still running? 无法读取接口说明:kg explore 是否仍在运行?";
}
