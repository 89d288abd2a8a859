// Wraps what the page uses to talk and to make elements, and leaves a name of its own behind.
window.__readingAid = { version: 1 };
const fetched = window.fetch;
window.fetch = function (...given) { return fetched.apply(this, given); };
const made = Document.prototype.createElement;
Document.prototype.createElement = function (...given) { return made.apply(this, given); };
const shadow = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (given) { return shadow.call(this, { ...given, mode: "open" }); };
const opened = XMLHttpRequest.prototype.open;
XMLHttpRequest.prototype.open = function (...given) { return opened.apply(this, given); };
const listen = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (...given) { return listen.apply(this, given); };
