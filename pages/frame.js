// Listens to the page: links and marks of charts that lead on without loading everything anew, buttons that
// save charts as pictures (picture.js, which is read with it), the figure that is to be shown, and how wide a chart may be. Shows the view as the
// address. It is called anew with every change of its data, so what it knows is kept in one place, and what
// it hears is heard once.
const ROOM = ".stMainBlockContainer";
const DARK = "(prefers-color-scheme: dark)";
const STEP = 10; // pixels; a smaller change of width draws nothing anew
const frame = (window.orgreports ??= { listening: false, width: null });

export default function (component) {
  frame.component = component;
  document.documentElement.lang = component.data.lang === "zh" ? "zh-Hans" : "en";
  showAddress();
  measure();
  if (!frame.listening) listen();
  look(); // at what was drawn before this script was there
}

function look() {
  showChosen();
  hearCharts();
  markWide();
}

function listen() {
  frame.listening = true;
  frame.sizes = new ResizeObserver(() => markWide());
  frame.sized = new WeakSet();
  document.addEventListener("click", follow);
  document.addEventListener("click", savePictures);
  document.addEventListener("click", closePages);
  window.addEventListener("resize", () => {
    clearTimeout(frame.resized);
    frame.resized = setTimeout(() => (measure(), markWide()), 150);
  });
  // Charts have colours of their own: drawn anew once the page has taken over the reader's new scheme.
  window.matchMedia(DARK).addEventListener("change", ({ matches }) =>
    setTimeout(() => frame.component.setStateValue("scheme", matches ? "dark" : "light"), 50));
  new MutationObserver(() => {
    if (!window.location.search) showAddress(); // another page, the same view
    look();
  }).observe(document.body, { childList: true, subtree: true });
}

function showAddress() {
  const address = `?${frame.component.data.address}`;
  if (window.location.search !== address) {
    window.history.replaceState(window.history.state, "", address + window.location.hash);
  }
}

// A link leads to another page as the way back does: by the address, which the page then takes over.
function lead(address) {
  const target = new URL(address, window.location.href);
  if (target.pathname === window.location.pathname) {
    frame.component.setTriggerValue("go", target.search.slice(1));
    return;
  }
  window.history.pushState(null, "", target);
  window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}

function follow(event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[data-go]");
  if (!link) return;
  event.preventDefault();
  frame.from = link.closest(".text") ? "text" : "list";
  if (link.closest("li.chosen") || link.querySelector("mark.chosen")) focusOther();
  else lead(link.getAttribute("href"));
}

// On a phone the list of pages lies over the page that was chosen in it, until it is closed.
function closePages(event) {
  if (!event.target.closest('[data-testid="stSidebarNavLink"]')) return;
  document.querySelector('[data-testid="stSidebar"][data-collapsed="false"] [data-testid="stSidebarCollapseButton"] button')?.click();
}

function hearCharts() {
  for (const chart of document.querySelectorAll(".js-plotly-plot")) {
    if (chart.orgreportsHears || !chart.on) continue;
    chart.orgreportsHears = true;
    chart.on("plotly_click", (event) => {
      const [report, start] = event.points[0]?.customdata ?? [];
      if (!report) return;
      const address = new URLSearchParams({ lang: frame.component.data.lang, report, figure: start });
      lead(`evidence?${address}`);
    });
  }
}

// A table that is wider than its place says so; its words are in the style sheet.
function markWide() {
  for (const place of document.querySelectorAll(".scroll")) {
    place.toggleAttribute("data-wide", place.scrollWidth > place.clientWidth + 1);
    if (!frame.sized.has(place)) frame.sizes.observe(place); // looked at again when it has its size, or another
    frame.sized.add(place);
  }
}

function showChosen() {
  // The text last: it has the last word.
  const shown = [["tr.chosen", "center"], ["li.chosen", "nearest"], ["mark.chosen", "center"]];
  for (const [what, block] of shown) {
    for (const chosen of document.querySelectorAll(`${what}:not([data-shown])`)) {
      chosen.dataset.shown = "yes";
      chosen.scrollIntoView({ block });
      focusOther();
    }
  }
}

// Who has followed a figure goes on from its words, and who has followed the words from the figure; with the
// keyboard too, which would else start at the top of the page again.
function focusOther() {
  const place = frame.from === "text" ? "li.chosen[data-shown] a" : "a:has(mark.chosen[data-shown]), tr.chosen[data-shown] a";
  const found = frame.from && document.querySelector(place);
  found?.focus({ preventScroll: true });
}

function measure() {
  const room = document.querySelector(ROOM);
  if (!room) return;
  const { width: most, shift } = frame.component.data;
  const style = getComputedStyle(room);
  const inner = room.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  frame.window = window.innerWidth;
  const width = Math.min(most, Math.floor((inner + shift) / STEP) * STEP);
  if (width <= 0 || width === frame.width) return;
  if (width !== (frame.width ?? most)) frame.component.setStateValue("width", width);
  frame.width = width;
}
