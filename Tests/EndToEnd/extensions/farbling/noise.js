// What Brave does inside its engine, from outside: pixels, samples and counts differ a little, the same way as long as the page lives.
(() => {
  let state = crypto.getRandomValues(new Uint32Array(1))[0] | 1;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const around = (holder, name, change) => {
    const own = Object.getOwnPropertyDescriptor(holder, name);
    const inner = own.value;
    own.value = { [name](...given) { return change(inner, this, given); } }[name];
    Object.defineProperty(holder, name, own);
  };
  const shaken = (data) => {
    for (let i = 0; i < data.length; i += 4) if (next() < 0.02) data[i + (i & 2)] ^= 1;
    return data;
  };
  const shake = (canvas) => {
    const context = canvas.getContext("2d");
    if (!context || !canvas.width || !canvas.height) return;
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    context.putImageData(image, 0, 0);
  };

  around(CanvasRenderingContext2D.prototype, "getImageData", (inner, self, given) => {
    const image = inner.apply(self, given);
    shaken(image.data);
    return image;
  });
  for (const name of ["toDataURL", "toBlob"]) {
    around(HTMLCanvasElement.prototype, name, (inner, self, given) => (shake(self), inner.apply(self, given)));
  }
  around(AudioBuffer.prototype, "getChannelData", (inner, self, given) => {
    const samples = inner.apply(self, given);
    for (let i = 0; i < samples.length; i += 97) samples[i] *= 1 + (next() - 0.5) * 2e-7;
    return samples;
  });
  const threads = 2 + Math.floor(next() * 7);
  Object.defineProperty(Navigator.prototype, "hardwareConcurrency", {
    get: { get hardwareConcurrency() { return threads; } }.__lookupGetter__("hardwareConcurrency"), configurable: true, enumerable: true,
  });
})();
