// The two large libraries are fetched when a view first needs them.

const loading = new Map();

function script(name) {
  if (!loading.has(name)) {
    loading.set(name, new Promise((done, failed) => {
      const element = document.createElement("script");
      element.src = `/static/vendor/${name}`;
      element.onload = done;
      element.onerror = () => {
        loading.delete(name);
        failed(new Error(`/static/vendor/${name}`));
      };
      document.head.append(element);
    }));
  }
  return loading.get(name);
}

let registered = false;

export async function cytoscape() {
  await Promise.all([script("cytoscape.min.js"), script("layout-base.js").then(() => script("cose-base.js")).then(() => script("cytoscape-fcose.js"))]);
  if (!registered) window.cytoscape.use(window.cytoscapeFcose);
  registered = true;
  return window.cytoscape;
}

export async function echarts() {
  await script("echarts.common.min.js");
  return window.echarts;
}

/** Runs `work` with random numbers that are the same each time. */
export function seeded(work) {
  const random = Math.random;
  let state = 20_240_607;
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  try {
    return work();
  } finally {
    Math.random = random;
  }
}
