/** A data file: the build puts it beside the scripts, under a name that holds its content's hash, and gives its address. */
declare module '*.json' {
  const address: string;
  export = address;
}
