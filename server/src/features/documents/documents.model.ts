import type { TenantDocument } from '../../platform/db/tenant-collection.ts';
import type { Actor, MemberRole } from '../../platform/http/context.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';

type Document = components['schemas']['Document'];
export type DocumentKind = Document['kind'];
export type ContentType = Document['contentType'];
export type ImageSize = NonNullable<Document['image']>;

/** What is known of a file that was attached to an order. Its bytes are a blob. */
export interface DocumentRecord extends TenantDocument {
  /** `doc_` and the key of the call that brought it. */
  readonly id: string;
  readonly orderId: string;
  readonly kind: DocumentKind;
  readonly name: string;
  readonly contentType: ContentType;
  readonly bytes: number;
  readonly sha256: string;
  readonly image?: ImageSize;
  /** Each attempt to upload has a blob of its own, so that two at once cannot mix theirs. */
  readonly blobId: string;
  /** Whoever carries the goods does not see it: kept beside `kind`, so that lists filter by it. */
  readonly hiddenFromRoad: boolean;
  readonly uploadedBy: { readonly kind: Actor['kind']; readonly id: string; readonly role: MemberRole };
  readonly createdAt: Date;
  /** Since then bytes and name are gone. */
  readonly erasedAt?: Date;
}

/** Every kind, as the contract lists them, and whether carriers and drivers see it. */
const SEEN_ON_THE_ROAD: Readonly<Record<DocumentKind, boolean>> = {
  waybill: true,
  delivery_note: true,
  signature: true,
  photo: true,
  damage: true,
  customs: true,
  invoice: false,
  other: true,
};
export const KINDS = Object.keys(SEEN_ON_THE_ROAD) as readonly DocumentKind[]; // keys of our own table

/** What may be uploaded, and how the names of such files end, the usual ending first. */
export const ENDINGS: Readonly<Record<ContentType, readonly [string, ...string[]]>> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
};
export const CONTENT_TYPES = Object.keys(ENDINGS) as readonly ContentType[]; // keys of our own table

export const isKind = (text: string): text is DocumentKind => Object.hasOwn(SEEN_ON_THE_ROAD, text);
export const isContentType = (text: string): text is ContentType => Object.hasOwn(ENDINGS, text);
export const isImage = (type: ContentType): boolean => type !== 'application/pdf';

const isOnTheRoad = ({ role }: Pick<Actor, 'role'>): boolean => role === 'carrier' || role === 'driver';
export const isHiddenFromRoad = (kind: DocumentKind): boolean => !SEEN_ON_THE_ROAD[kind];

/** Who may attach a document of this kind to an order that he sees: whoever would see it then. */
export const mayAttach = (actor: Pick<Actor, 'role'>, kind: DocumentKind): boolean =>
  !isOnTheRoad(actor) || !isHiddenFromRoad(kind);
/** Whether somebody who sees the order sees this document of it. */
export const maySee = (actor: Pick<Actor, 'role'>, document: Pick<DocumentRecord, 'hiddenFromRoad'>): boolean =>
  !isOnTheRoad(actor) || !document.hiddenFromRoad;
/** What lists of an actor are narrowed to. */
export const seenBy = (actor: Pick<Actor, 'role'>): { hiddenFromRoad?: false } =>
  isOnTheRoad(actor) ? { hiddenFromRoad: false } : {};

/** Whether a delivery can be proven with it: a picture that was taken as a signature or a photo. */
export const isProof = ({ kind, contentType }: Pick<DocumentRecord, 'kind' | 'contentType'>): boolean =>
  (kind === 'signature' || kind === 'photo') && isImage(contentType);

/** What a document is called that came without a name, or lost it. */
export const plainName = (kind: DocumentKind, type: ContentType): string => `${kind}.${ENDINGS[type][0]}`;
