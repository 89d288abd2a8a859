// @ts-check
// The five places a continuity token is kept in. Each store can say whether it works, read and write.

const name = "_tripline";
const shape = /^[\w.~-]{1,512}$/;

/** @returns {Promise<IDBDatabase>} */
const openDatabase = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} ask
 */
async function inDatabase(mode, ask) {
  const database = await openDatabase();
  try {
    return await new Promise((resolve, reject) => {
      const request = ask(database.transaction(name, mode).objectStore(name));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    database.close();
  }
}

const cacheAddress = () => new URL("/" + name, location.href).href;
const windowPrefix = name + "=";
const windowNameIsFree = () => !window.name || window.name.startsWith(windowPrefix);

/** @type {Record<string, {read: () => any, write: (token: string) => any}>} */
const stores = {
  cookies: {
    read: () => document.cookie.split("; ").find((cookie) => cookie.startsWith(name + "="))?.slice(name.length + 1),
    write: (token) => {
      const secure = location.protocol === "https:" ? ";Secure" : "";
      document.cookie = `${name}=${token};Path=/;Max-Age=31536000;SameSite=Lax${secure}`;
    },
  },
  local_storage: {
    read: () => localStorage.getItem(name),
    write: (token) => localStorage.setItem(name, token),
  },
  indexed_db: {
    read: () => inDatabase("readonly", (store) => store.get(name)),
    write: (token) => inDatabase("readwrite", (store) => store.put(token, name)),
  },
  service_worker: {
    read: async () => (await caches.match(cacheAddress()))?.text(),
    write: async (token) => (await caches.open(name)).put(cacheAddress(), new Response(token)),
  },
  window_name: {
    read: () => (window.name.startsWith(windowPrefix) ? window.name.slice(windowPrefix.length) : null),
    write: (token) => {
      if (windowNameIsFree()) window.name = windowPrefix + token;
    },
  },
};

/** What each store holds: a token or null. @returns {Promise<Record<string, string | null>>} */
export async function readTokens() {
  const found = await Promise.all(
    Object.entries(stores).map(async ([store, { read }]) => {
      try {
        const token = await read();
        return [store, typeof token === "string" && shape.test(token) ? token : null];
      } catch {
        return [store, null];
      }
    }),
  );
  return Object.fromEntries(found);
}

/** @param {string} token */
export async function writeTokens(token) {
  if (!shape.test(token)) return;
  await Promise.all(
    Object.values(stores).map(async ({ write }) => {
      try {
        await write(token);
      } catch {
        // A store that does not work is one less.
      }
    }),
  );
}

/** Does opening the database work at all? */
export const databaseWorks = async () => {
  (await openDatabase()).close();
  return true;
};
