/** Calls back when the platform believes that trying again is worth it. Returns the function that stops listening. */
export function onPlatformHints(fn: () => void): () => void {
  const target = globalThis as { addEventListener?: unknown };
  // Node and React Native have no page; there the timers and the app itself give the hints.
  if (typeof target.addEventListener !== 'function' || typeof document !== 'object') return () => {};
  const visible = () => document.visibilityState === 'visible' && fn();
  const events = ['online', 'pageshow', 'focus'];
  for (const event of events) globalThis.addEventListener(event, fn);
  document.addEventListener('visibilitychange', visible);
  return () => {
    for (const event of events) globalThis.removeEventListener(event, fn);
    document.removeEventListener('visibilitychange', visible);
  };
}
