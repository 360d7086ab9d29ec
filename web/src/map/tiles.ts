/** Pictures of the ground from somebody's server, for tenants that have one. */
export interface Tiles {
  /** With `{z}`, `{x}`, `{y}` and perhaps `{s}`, as tile servers write it. */
  readonly url: string;
  /** Who must be named. Shown as text. */
  readonly attribution: string;
  readonly maxZoom?: number;
}

/**
 * The tiles that this installation is set to use; none by default, because each picture tells its server what is being
 * looked at. What is wrong with the setting leaves the outlines, which need nobody.
 */
export async function tilesOfThisPlace(): Promise<Tiles | undefined> {
  try {
    const { tiles } = (await (await fetch('/map.json')).json()) as { tiles?: Tiles }; // written by whoever runs this
    return typeof tiles?.url === 'string' && typeof tiles.attribution === 'string' ? tiles : undefined;
  } catch {
    return undefined;
  }
}
