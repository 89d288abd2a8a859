// Asks for one address with Node and prints the headers of the answer.
//   ask.mjs https|http2|fetch URL [NAME:VALUE ...]
// Whom to trust is told by NODE_EXTRA_CA_CERTS.
import http2 from "node:http2";
import https from "node:https";

const [library, url, ...rest] = process.argv.slice(2);
const headers = Object.fromEntries(rest.map((header) => header.split(/:(.*)/s).slice(0, 2)));

const ways = {
  https: () => new Promise((answered, failed) => {
    https.get(url, { headers }, (answer) => {
      answer.resume();
      answered(Object.entries(answer.headers));
    }).on("error", failed);
  }),
  http2: () => new Promise((answered, failed) => {
    const { origin, pathname } = new URL(url);
    const connection = http2.connect(origin).on("error", failed);
    connection.request({ ":path": pathname, ...headers }).on("error", failed).on("response", (answer) => {
      answered(Object.entries(answer));
      connection.close();
    }).resume();
  }),
  fetch: async () => (await fetch(url, { headers })).headers.entries(),
};

for (const [name, value] of await ways[library]()) console.log(`${name}: ${value}`);
