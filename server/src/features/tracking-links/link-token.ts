import { derivedKey, formatSecret, mac, parseSecret, sameText } from '../../platform/security/secrets.ts';
import type { TrackingLink } from './tracking-links.model.ts';

/** What a genuine token says. Whether its link was revoked only the record knows. */
export interface LinkClaim {
  readonly tenantId: string;
  readonly orderId: string;
  readonly linkId: string;
  readonly expiresAt: Date;
}

/**
 * The secrets of links: `tl_<tenant>_<order><link>.<end>.<signature>`, ids as hex and the end as milliseconds to the
 * base 36. They are signed and not stored, so the database opens nothing, and a link can be shown again.
 */
export interface LinkTokens {
  make(tenantId: string, orderId: string, link: Pick<TrackingLink, 'id' | 'expiresAt'>): string;
  /** Undefined for what was not signed here. */
  read(token: string): LinkClaim | undefined;
}

const SECRET = /^([0-9a-f]{32})([0-9a-f]{32})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/;

export function createLinkTokens(appSecret: string): LinkTokens {
  const key = derivedKey(appSecret, 'tracking links');
  const signature = (tenantId: string, ids: string, end: string) => mac(key, `${tenantId}.${ids}.${end}`);

  return {
    make(tenantId, orderId, { id, expiresAt }) {
      const ids = `${orderId}${id.slice('lnk_'.length)}`.replaceAll('-', '');
      const end = expiresAt.getTime().toString(36);
      return formatSecret('tl', tenantId, `${ids}.${end}.${signature(tenantId, ids, end)}`);
    },
    read(token) {
      const parsed = parseSecret(token);
      const [, order, link, end, signed] = parsed?.kind === 'tl' ? (SECRET.exec(parsed.secret) ?? []) : [];
      if (!parsed || !order || !link || !end || !signed) return undefined;
      if (!sameText(signed, signature(parsed.tenantId, `${order}${link}`, end))) return undefined;
      const expiresAt = new Date(Number.parseInt(end, 36));
      return { tenantId: parsed.tenantId, orderId: dashed(order), linkId: `lnk_${dashed(link)}`, expiresAt };
    },
  };
}

/** A UUID in its usual form. */
const dashed = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
