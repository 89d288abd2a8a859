// Looks for what is to be hidden whenever the page changes, as cosmetic filters do.
new MutationObserver(() => document.querySelectorAll("iframe[src*='ads']").forEach((frame) => frame.remove()))
  .observe(document, { childList: true, subtree: true });
