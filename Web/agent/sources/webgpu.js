// @ts-check
import { hashOf } from "../values.js";

/** The WebGPU adapter, if one is offered. */
export async function webgpu({ unsupported }) {
  const gpu = /** @type {any} */ (navigator).gpu;
  if (!gpu) return unsupported();
  const adapter = await gpu.requestAdapter();
  if (!adapter) {
    return {
      available: false, adapter_vendor: null, adapter_architecture: null, fallback_adapter: null,
      features_hash: null, limits_hash: null,
    };
  }
  const info = adapter.info ?? {};
  /** @type {[string, number][]} */
  const limits = [];
  for (const name in adapter.limits) limits.push([name, Number(adapter.limits[name])]);
  return {
    available: true,
    adapter_vendor: info.vendor || null,
    adapter_architecture: info.architecture || null,
    fallback_adapter: info.isFallbackAdapter ?? adapter.isFallbackAdapter ?? null,
    features_hash: hashOf([...adapter.features].sort()),
    limits_hash: hashOf(limits.sort()),
  };
}
