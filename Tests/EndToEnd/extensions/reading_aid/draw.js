// A dark style, an overlay in a shadow tree for each field, and a frame of its own.
const style = document.createElement("style");
style.textContent = "html { background: #181a1b !important; color: #e8e6e3 !important; }";
document.documentElement.append(style);
document.documentElement.dataset.readingAid = "on";
for (const field of document.querySelectorAll("input")) {
  field.setAttribute("spellcheck", "false");
  field.dataset.aid = "watched";
  const host = document.createElement("reading-aid");
  host.attachShadow({ mode: "open" }).innerHTML = "<div style='position:absolute;width:0;height:0'></div>";
  field.after(host);
  field.addEventListener("input", () => host.shadowRoot.firstChild.setAttribute("data-length", field.value.length));
}
