const EVENTS = ['online', 'pageshow', 'focus', 'visibilitychange'];

/**
 * Calls `fn` when the device may have slept or been offline and trying again is worth it; the answer stops that. Without
 * such events (Node, React Native) it does nothing: there timers and the app itself give the hints.
 */
export function onWake(fn: () => void): () => void {
  const hidden = ({ type }: Event) => type === 'visibilitychange' && globalThis.document?.visibilityState === 'hidden';
  const awake = (event: Event) => hidden(event) || fn();
  const places = [globalThis, globalThis.document].filter((place) => typeof place?.addEventListener === 'function');
  for (const place of places) for (const name of EVENTS) place.addEventListener(name, awake);
  return () => {
    for (const place of places) for (const name of EVENTS) place.removeEventListener(name, awake);
  };
}
