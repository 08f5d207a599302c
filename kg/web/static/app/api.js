// Asking the server. Every request names the graph that the page began with, so that a build that ends meanwhile changes nothing on screen.

let graph = "";

export class ApiError extends Error {
  constructor(status, body) {
    super(body?.message || `HTTP ${status}`);
    this.status = status;
    this.code = body?.code || "";
    this.hints = { zh: body?.hint_zh || "", en: body?.hint_en || "" };
  }
}

export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== "" && one !== null && one !== undefined) query.append(name, one);
  }
  if (graph && !query.has("graph")) query.append("graph", graph);
  const text = query.toString();
  return path + (text ? `?${text}` : "");
}

async function ask(url, options) {
  let answer;
  try {
    answer = await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, { code: "offline", message: "the explorer does not answer", hint_zh: "服务已停止？请重新运行 kg explore，然后刷新本页。", hint_en: "Has it been stopped? Run kg explore again and reload this page." });
  }
  let body = null;
  try {
    body = await answer.json();
  } catch { /* no JSON: the status says enough */ }
  if (!answer.ok) throw new ApiError(answer.status, body?.error);
  if (!graph) graph = answer.headers.get("X-Graph") || "";
  return body;
}

export const get = (path, parameters, signal) => ask(address(path, parameters), { signal });
export const post = (path, body, signal) =>
  ask(address(path), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
export const pinned = () => graph;
