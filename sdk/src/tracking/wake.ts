const EVENTS = ['online', 'pageshow', 'visibilitychange'];

/** Calls `fn` when the device may have slept or been offline; the answer stops that. Without such events it does nothing. */
export function onWake(fn: () => void): () => void {
  const places = [globalThis, globalThis.document].filter((place) => typeof place?.addEventListener === 'function');
  for (const place of places) for (const name of EVENTS) place.addEventListener(name, fn);
  return () => {
    for (const place of places) for (const name of EVENTS) place.removeEventListener(name, fn);
  };
}
