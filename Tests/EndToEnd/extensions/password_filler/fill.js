// Once the person is in the first field, all are filled in from script: focus, value, and the events that frameworks wait for.
const kept = { name: "Ada Marsh", email: "ada.marsh@example.org", password: "Twelve-pens!42" };
const tell = (field, ...kinds) => {
  for (const kind of kinds) {
    const made = kind.startsWith("key") ? KeyboardEvent : Event;
    field.dispatchEvent(new made(kind, { bubbles: true, cancelable: true }));
  }
};

document.addEventListener("focusin", function fill({ target }) {
  if (target.id !== "name") return;
  document.removeEventListener("focusin", fill);
  setTimeout(() => {
    for (const [id, value] of Object.entries(kept)) {
      const field = document.getElementById(id);
      field.focus();
      tell(field, "keydown", "keypress", "keyup");
      field.value = value;
      tell(field, "keydown", "keypress", "keyup", "input", "change");
      field.blur();
    }
  }, 400);
});
