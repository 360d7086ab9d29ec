import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

/** Tokens signed as those of the product are (ES256), with a key made for this run. */
export interface Keys {
  readonly privateKey: string;
  readonly publicKey: string;
}

export function newKeys(): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** `<claims>.<signature>`; the claims are the tenant and the user. */
export function signer({ privateKey }: Keys): (claims: string) => string {
  const key = createPrivateKey(privateKey);
  return (claims) => `${claims}.${sign('sha256', Buffer.from(claims), key).toString('base64url')}`;
}

/** The claims of a token that was signed with our key. */
export function verifier({ publicKey }: Keys): (token: string) => Promise<string | undefined> {
  const key = createPublicKey(publicKey);
  const right = promisify<string, Buffer, typeof key, Buffer, boolean>(verify);
  return async (token) => {
    const [claims = '', signature = ''] = token.split('.');
    const signed = await right('sha256', Buffer.from(claims), key, Buffer.from(signature, 'base64url'));
    return signed ? claims : undefined;
  };
}
