/** `AppState` of react-native fits. */
export interface AppStateLike {
  /** Called with `active` when the app comes to the front. */
  addEventListener(type: 'change', fn: (state: string) => void): { remove(): void };
}

/** `NetInfo` of `@react-native-community/netinfo` fits. */
export interface NetInfoLike {
  /** Called when the connection changes; returns the function that stops it. */
  addEventListener(fn: (state: { readonly isConnected: boolean | null }) => void): () => void;
}

/** Where a phone says that sending is worth a try; without them only timers do. */
export interface PhoneHints {
  /** `AppState` of react-native. */
  readonly appState?: AppStateLike;
  /** `NetInfo` of `@react-native-community/netinfo`. */
  readonly netInfo?: NetInfoLike;
}

/** Calls back when the app comes to the front and when the network comes back. Returns the function that stops it. */
export function onPhoneHints({ appState, netInfo }: PhoneHints, fn: () => void): () => void {
  let offline = false;
  const front = appState?.addEventListener('change', (state) => state === 'active' && fn());
  const stop = netInfo?.addEventListener(({ isConnected }) => {
    if (offline && isConnected) fn(); // it also tells how things stand, and of each change from one mast to the next
    offline = isConnected === false;
  });
  return () => {
    front?.remove();
    stop?.();
  };
}
