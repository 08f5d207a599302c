// The address: #/view/key?parameters. It says all that is on screen; `e` is the statement whose sentence is open.

export function current() {
  const [path, query = ""] = location.hash.replace(/^#/, "").split(/\?(.*)/s);
  const [, view = "", ...rest] = (path || "/").split("/");
  let key = rest.join("/");
  try {
    key = decodeURIComponent(key);
  } catch { /* as it stands */ }
  return { view, key, params: new URLSearchParams(query) };
}

export function link(view, key = "", params = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== "" && one !== null && one !== undefined) query.append(name, one);
  }
  const text = query.toString();
  return `#/${view}${key ? `/${encodeURIComponent(key)}` : ""}${text ? `?${text}` : ""}`;
}

export const go = (view, key, params) => {
  location.hash = link(view, key, params);
};

/** Writes the address without leaving the view. */
export function rewrite(change) {
  const { view, key, params } = current();
  change(params);
  history.replaceState(null, "", link(view, key, Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]))));
  window.dispatchEvent(new Event("rewritten"));
}

export const ofThing = (thing) => (thing.type === "Report" ? link("report", thing.id) : link("entity", thing.id));
