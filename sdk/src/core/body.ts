/** A body as `fetch` takes it; each of these can be sent again. */
export type WireBody = string | Uint8Array | Blob | FormData;

/** What is sent, and how many bytes of it. */
export interface Parcel {
  /** Who sent it first. */
  by?: string | undefined;
  readonly body?: WireBody;
  readonly bytes: number;
}

/**
 * What an app gave, as it goes out: JSON, a form where the operation takes one (a `File` keeps its name), text or a
 * file as it is where the operation takes that.
 */
export function parcel(type: string | undefined, given: unknown): Parcel {
  if (given === undefined) return { bytes: 0 };
  if (type !== 'multipart/form-data') {
    const body = type === 'text/csv' ? (given as string | Blob) : JSON.stringify(given); // as the generated interface has it
    return { body, bytes: weightOf(body) };
  }
  const body = new FormData();
  let bytes = 0;
  for (const [name, part] of Object.entries(given ?? {})) {
    // What is an object is a Blob, or React Native's `{ uri, name, type }`, which its forms read as a file.
    if (part !== undefined) body.append(name, typeof part === 'object' ? (part as Blob) : String(part));
    bytes += weightOf(part);
  }
  return { body, bytes };
}

/** In bytes, or nearly: of a file its size, of text its length, of what is neither nothing. */
const weightOf = (part: { readonly size?: number; readonly length?: number }) => part?.size ?? part?.length ?? 0;
