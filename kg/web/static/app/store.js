// What is remembered between visits: language and colours. A browser that keeps nothing is fine.

export function remembered(name, otherwise) {
  try {
    return localStorage.getItem(`kg.${name}`) || otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`kg.${name}`, value);
  } catch { /* kept for this visit only */ }
}
