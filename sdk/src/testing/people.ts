import type { Identity } from '../core/auth.ts';
import { type TokenSource, type TokensLike, tokenSource } from '../core/token-source.ts';
import type { FakeReply } from './replies.ts';
import { invalid, Refused } from './replies.ts';
import type { Server } from './server.ts';

/** What somebody may do. */
export type Role = 'admin' | 'dispatcher' | 'client' | 'carrier' | 'driver';

/** Somebody the server knows. */
export interface Person extends Identity {
  readonly role: Role;
  /** Of a client: whose orders he sees. */
  readonly clientId?: string | undefined;
}

/** What may be said about a person; everything has a default. */
export interface PersonOptions {
  /** `ten_1` by default. */
  readonly tenant?: string;
  /** `client` by default: sees the orders of his own client, by default his alone. */
  readonly role?: Role;
  /** Of a client: whose orders he sees. */
  readonly clientId?: string;
  /** `<name>@test.example` by default. */
  readonly email?: string;
  /** `correct horse battery` by default. */
  readonly password?: string;
  /** How long an access token counts, in milliseconds; ten minutes by default. */
  readonly tokenMs?: number;
}

/** Whose an access token is, and until when it counts. */
export type Holder = Identity & Partial<Pick<Person, 'role' | 'clientId'>> & { readonly expiresAt?: number };

/** Signs people in and out, as the server's `auth` operations do. */
export interface People {
  readonly tokens: Map<string, Holder>;
  signIn(name: string, options?: PersonOptions): TokenSource;
  endSessions(sub?: string): void;
  serve(path: string, body: Record<string, unknown>, token: string | undefined): FakeReply | undefined;
}

interface Account {
  readonly person: Person;
  readonly email: string;
  readonly password: string;
  readonly tokenMs: number;
}
interface Session {
  readonly id: string;
  readonly account: Account;
  over: boolean;
}
interface RefreshToken {
  readonly session: Session;
  /** Set by its first use: from then on it gives the same successor, for a minute. */
  used?: { readonly at: number; readonly next: TokensOf };
}
type TokensOf = TokensLike & { readonly refreshToken: string; readonly sessionId: string; readonly role: Role };

const GRACE_MS = 60_000;

export function people(server: Pick<Server, 'now' | 'newId' | 'clock' | 'baseUrl'>, fetcher: typeof fetch): People {
  const accounts = new Map<string, Account>();
  const tokens = new Map<string, Holder>();
  const refreshTokens = new Map<string, RefreshToken>();
  const sessions = new Map<string, Session>();

  const issue = (session: Session): TokensOf => {
    const { person, tokenMs } = session.account;
    const accessToken = `at_${server.newId()}`;
    const refreshToken = `rt_${server.newId()}_${server.newId()}`;
    const expiresAt = server.now() + tokenMs;
    tokens.set(accessToken, { ...person, expiresAt });
    sessions.set(accessToken, session);
    refreshTokens.set(refreshToken, { session });
    return {
      accessToken,
      refreshToken,
      expiresIn: Math.round(tokenMs / 1000),
      expiresAt: new Date(expiresAt).toISOString(),
      sessionId: session.id,
      ...person,
    };
  };

  const login = (account: Account) => issue({ id: `ses_${server.newId()}`, account, over: false });

  const refresh = (given: string): TokensOf => {
    const found = refreshTokens.get(given);
    if (!found || found.session.over) throw new Refused('refresh_token_invalid');
    if (!found.used) {
      found.used = { at: server.now(), next: issue(found.session) };
      return found.used.next;
    }
    if (server.now() - found.used.at <= GRACE_MS) return found.used.next;
    found.session.over = true; // somebody else has it: the whole session ends
    throw new Refused('refresh_token_invalid');
  };

  const end = (session: Session) => {
    session.over = true;
    for (const [token, one] of sessions) if (one === session) tokens.delete(token);
  };

  const accountOf = (name: string, options: PersonOptions): Account => {
    const { tenant = 'ten_1', role = 'client', clientId, tokenMs = 600_000 } = options;
    const { email = `${name}@test.example`, password = 'correct horse battery' } = options;
    const account = { person: { tenant, sub: name, role, clientId }, email, password, tokenMs };
    accounts.set(email, account);
    return account;
  };

  return {
    tokens,
    signIn(name, options = {}) {
      let last = login(accountOf(name, options));
      const source = tokenSource({
        clock: server.clock,
        // By the network, with all its faults, as an app would.
        refresh: async ({ signal }) => {
          const answer = await fetcher(`${server.baseUrl}/auth/refresh`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ refreshToken: last.refreshToken }),
            signal,
          });
          if (!/json/.test(answer.headers.get('content-type') ?? '')) throw new TypeError('Not our answer.');
          const body = (await answer.json()) as TokensOf & { code?: string }; // ours, or a refusal
          if (!answer.ok) throw Object.assign(new Error(body.code), { status: answer.status });
          last = body;
          return last;
        },
      });
      source.set(last);
      return source;
    },
    endSessions(sub) {
      for (const session of new Set([...sessions.values(), ...[...refreshTokens.values()].map((one) => one.session)]))
        if (sub === undefined || session.account.person.sub === sub) end(session);
    },
    serve(path, body, token) {
      switch (path) {
        case '/auth/login': {
          const { email, password } = body;
          if (typeof email !== 'string' || typeof password !== 'string')
            throw invalid('/email', 'required', 'is required, and so is the password.');
          const account = accounts.get(email);
          if (account?.password !== password) throw new Refused('invalid_credentials');
          return { status: 200, body: { tokenType: 'Bearer', ...login(account) } };
        }
        case '/auth/refresh':
          return { status: 200, body: { tokenType: 'Bearer', ...refresh(String(body.refreshToken)) } };
        case '/auth/logout': {
          const session = sessions.get(token ?? '');
          if (session) end(session);
          else if (!tokens.has(token ?? '')) throw new Refused('unauthenticated');
          return { status: 204 };
        }
        default:
          return undefined;
      }
    },
  };
}
