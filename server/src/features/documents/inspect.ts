import { limits } from '../../platform/config/limits.ts';
import { MalformedUpload, UnsupportedMediaType } from '../../platform/http/errors.ts';
import { DocumentUnreadable, ImageTooLarge } from './documents.errors.ts';
import { CONTENT_TYPES, type ContentType, type ImageSize, isContentType } from './documents.model.ts';
import { jpegFrame } from './jpeg-frame.ts';
import { withHead } from './with-head.ts';

/** As much as file-type looks at. */
const HEAD_BYTES = 4_100;

export interface Inspected {
  /** By the content, whatever was declared. */
  readonly contentType: ContentType;
  /** All bytes; throws where a picture turns out to be broken or too large. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Of a picture, once `bytes` has ended. */
  image(): ImageSize | undefined;
}

/** Says what a file is by its first bytes, and watches over the rest while they pass: nothing is unpacked. */
export async function inspect(source: AsyncIterable<Uint8Array>): Promise<Inspected> {
  const { head, bytes } = await withHead(source, HEAD_BYTES);
  const contentType = await contentTypeOf(head);
  if (contentType === 'image/jpeg') return watched(bytes);

  const image = contentType === 'application/pdf' ? undefined : await sizeIn(head, contentType);
  return { contentType, bytes, image: () => image };
}

async function contentTypeOf(head: Buffer): Promise<ContentType> {
  if (head.length === 0) throw MalformedUpload({ reason: 'the file is empty' });
  // Loaded with the first file, as image-size is: no process waits for them when it starts.
  const { fileTypeFromBuffer } = await import('file-type');
  const found = (await fileTypeFromBuffer(head))?.mime;
  if (found !== undefined && isContentType(found)) return found;
  throw UnsupportedMediaType({ sent: `${found ?? 'unknown'} by the content of the file`, expected: CONTENT_TYPES });
}

/** The size of a PNG or WebP, which they have within their first thirty bytes. */
export async function sizeIn(head: Buffer, type: ContentType): Promise<ImageSize> {
  const { imageSize } = await import('image-size');
  try {
    // A copy with nothing behind it: image-size reads past the end of a view, into bytes of somebody else.
    const { width, height } = imageSize(new Uint8Array(head.subarray(0, 64)));
    return fitting({ width, height }, type);
  } catch (error) {
    if (ImageTooLarge.is(error) || DocumentUnreadable.is(error)) throw error;
    throw DocumentUnreadable({ type, reason: 'its size cannot be read' }, { cause: error });
  }
}

function fitting(size: ImageSize, type: ContentType): ImageSize {
  const { width, height } = size;
  const { imageSide: side, imagePixels: pixels } = limits.size;
  if (!(width > 0 && height > 0)) throw DocumentUnreadable({ type, reason: 'it has no pixels' });
  if (width > side || height > side || width * height > pixels) throw ImageTooLarge({ width, height, side, pixels });
  return size;
}

/** The size of a JPEG may stand behind megabytes of metadata. */
function watched(bytes: AsyncIterable<Uint8Array>): Inspected {
  const contentType = 'image/jpeg';
  const frame = jpegFrame();
  let image: ImageSize | undefined;
  async function* passing() {
    for await (const chunk of bytes) {
      if (!image) {
        const found = frame.feed(chunk);
        if (found === 'none') throw DocumentUnreadable({ type: contentType, reason: 'it has no picture' });
        if (found) image = fitting(found, contentType);
      }
      yield chunk;
    }
    if (!image) throw DocumentUnreadable({ type: contentType, reason: 'it ends before its picture' });
  }
  return { contentType, bytes: passing(), image: () => image };
}
