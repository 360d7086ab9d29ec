import type { Logger } from './logger.ts';

/** Fire-and-forget listeners by event; `E` maps an event to its arguments. */
export interface Emitter<E extends Record<string, unknown[]>> {
  /** Returns the function that stops listening. */
  on<K extends keyof E>(event: K, fn: (...args: E[K]) => void): () => void;
  emit<K extends keyof E>(event: K, ...args: E[K]): void;
}

/** A listener that throws is logged and disturbs nobody else. */
export function createEmitter<E extends Record<string, unknown[]>>(logger: Logger): Emitter<E> {
  const listeners = new Map<keyof E, Set<unknown>>();
  return {
    on(event, fn) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(fn);
      return () => void set.delete(fn);
    },
    emit(event, ...args) {
      for (const fn of [...(listeners.get(event) ?? [])]) {
        try {
          // Stored under its own event, so the arguments fit.
          (fn as (...args: unknown[]) => void)(...args);
        } catch (error) {
          logger.error?.('A listener threw.', { event: String(event), error: String(error) });
        }
      }
    },
  };
}
