// @ts-check
// Taken when the module loads, before a later script can put its own in their place.
const Connection = globalThis.RTCPeerConnection;

/**
 * The addresses under which STUN servers see this browser. Its own addresses are not looked at, and none leaves the function but these.
 * @param {string[]} urls
 * @param {number} patience in milliseconds
 * @returns {Promise<string[]>}
 */
export async function reflexiveAddresses(urls, patience) {
  /** @type {Set<string>} */
  const seen = new Set();
  if (!Connection) return [];
  const connection = new Connection({ iceServers: [{ urls }] });
  try {
    await new Promise((resolve, reject) => {
      setTimeout(resolve, patience);
      connection.onicecandidate = ({ candidate }) => {
        if (!candidate) resolve(undefined);
        // "candidate:1 1 udp 1677729535 203.0.113.7 50000 typ srflx …" (RFC 8839, section 5.1)
        const words = (candidate?.candidate ?? "").split(" ");
        if (words[7] === "srflx") seen.add(words[4]);
      };
      connection.createDataChannel("");
      connection.createOffer().then((offer) => connection.setLocalDescription(offer)).catch(reject);
    });
  } finally {
    connection.close();
  }
  return [...seen];
}
