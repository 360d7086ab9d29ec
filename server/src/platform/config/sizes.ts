/** The part of the table of limits that says how large things may be; `limits.ts` puts it together. */
const KB = 1_024;
const MB = 1_024 * KB;

/** How large things may be. */
export const size = {
  bodyBytes: 100 * KB,
  /** Bodies of bulk, batch and positions. */
  bulkBodyBytes: 5 * MB,
  uploadBytes: 10 * MB,
  /** A form has its fields and borders beside the file. */
  uploadBodyBytes: 10 * MB + 16 * KB,
  /** Pixels of an image: what a program that shows it must unpack. */
  imagePixels: 50_000_000,
  imageSide: 16_384,
  documentsPerOrder: 100,
  /** Lines of data of a CSV file, and its lines in all: with empty ones and those within quotes. */
  importLines: 20_000,
  importFileLines: 200_000,
  /** Characters of one of them, which may have several lines within quotes. */
  importRecordLength: 16_384,
  /** Lines that are kept in one write, and refused lines that a report lists. */
  importBatch: 500,
  reportedLines: 1_000,
  frameBytes: 64 * KB,
  pageItems: 100,
  pageItemsDefault: 20,
  /** `total` of a list is counted up to here. */
  countedTotal: 10_000,
  bulkItems: 500,
  /** Orders of a bulk worked on at once. */
  bulkParallel: 8,
  batchCalls: 50,
  batchParallel: 4,
  positionsPerCall: 1_000,
  devicesPerVehicle: 10,
  /** Of a vehicle's way that is asked for: points before it is simplified, those shown then, and the time it may take. */
  trailPoints: 50_000,
  trailPointsShown: 1_000,
  trailHours: 48,
  orderLines: 50,
  /** Fields and items of an ordinary body in all: its errors are all listed, which must not cost more than it is worth. */
  bodyNodes: 3_000,
  /** Fields and items of a bulk in all; each item may have as many as an ordinary body. */
  bulkNodes: 200_000,
  /** Of a body that was refused half-way: read and thrown away, so that its sender comes to read the answer. */
  restBytes: 16 * MB,
  stringLength: 2_000,
  metadataKeys: 20,
  metadataValueLength: 500,
  /** After this many entries an order answers 409 `timeline_full`. */
  timelineEntries: 500,
  /** Of these, entries that amendments leave to moves. */
  timelineForMoves: 50,
  /** Commands an order remembers, so that a replayed one is recognised. */
  orderCommands: 50,
  /** Orders that a client's month remembers, so that one which was counted before is recognised. */
  countedOrders: 300,
  boardVehicles: 1_000,
  nearMetres: 50_000,
  nearMatches: 1_000,
} as const;
