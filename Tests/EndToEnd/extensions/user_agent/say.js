// The page is told the same as its server.
const said = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
for (const [name, value] of Object.entries({ userAgent: said, appVersion: said.slice(8), platform: "Win32" })) {
  Object.defineProperty(navigator, name, { get: () => value, configurable: true });
}
