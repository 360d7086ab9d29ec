import { parseArgs } from 'node:util';
import { type Ctx, deadlineIn } from '../../../server/src/platform/http/context.ts';
import { allOf, type Calls, createCalls, operatorCtx } from './calls.ts';
import { type Command, EXIT, Misuse, progress, Refusal, say } from './command.ts';
import { type OpenedApp, openApp, stderrLog } from './open-app.ts';

/** A client as the API shows it. */
interface Client {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  readonly version: number;
}

/** What an erased client is called; also how it is known that it was erased. */
const ERASED = 'Erased';
/** All orders of a large client in one go; whatever is cut off goes on with the next run. */
const AT_MOST_MS = 6 * 3_600_000;

/** The right of erasure: who people are goes, the numbers stay. */
export const erase: Command = {
  summary: 'erase: takes the personal data of clients out of orders, documents, people and answers; the numbers stay',
  usage: [
    ['erase --tenant <slug> --client <cli_…>', 'what would be erased of this client'],
    ['erase --tenant <slug> --all', 'of every client of the tenant'],
    ['… --apply', 'erases it; there is no way back but a backup. 2 when orders are still under way'],
  ],
  async run(args) {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { tenant: text, client: text, all: flag, apply: flag },
    });
    if (!values.tenant || !values.client === !values.all)
      throw new Misuse('Say whose data: --tenant <slug> with --client <cli_…> or --all.');

    const opened = openApp();
    try {
      await opened.start();
      const tenant = await opened.app.doors.tenants.bySlug(values.tenant);
      if (!tenant) throw new Refusal(`There is no tenant with the slug ${values.tenant}.`);
      const calls = createCalls(opened.app, () => operatorCtx(stderrLog, tenant._id));
      const clients = await clientsOf(calls, values.client);
      if (!values.apply) return await plan(calls, clients);
      let open = 0;
      for (const client of clients) open += await eraseClient(opened, calls, tenant._id, client);
      return open > 0 ? EXIT.drift : EXIT.ok;
    } finally {
      await opened.close();
    }
  },
};

async function clientsOf(calls: Calls, id: string | undefined): Promise<Client[]> {
  if (id === undefined) return allOf<Client>(calls, 'listClients');
  return [await calls<Client>('getClient', { params: { clientId: id } })];
}

async function plan(calls: Calls, clients: readonly Client[]): Promise<number> {
  for (const { id, name } of clients) {
    const query = { clientId: id, count: 'true', limit: '1', fields: 'reference' };
    const { total } = await calls<{ total: number }>('listOrders', { query });
    say(`${id} ${name}: ${total} order(s)${total === 10_000 ? ' or more' : ''}, their documents, and its people.`);
  }
  say('Nothing was changed; add --apply to erase it. There is no way back but a backup.');
  return EXIT.ok;
}

/**
 * Everything that tells of its people, then the client itself: a run that died is simply run again. While orders are
 * under way, whoever carries them needs to know where to; then the rest waits. Returns how many are.
 */
async function eraseClient({ app }: OpenedApp, calls: Calls, tenantId: string, client: Client): Promise<number> {
  const ctx: Ctx = { ...operatorCtx(stderrLog, tenantId), deadline: deadlineIn(AT_MOST_MS) };
  progress(`${client.id}: erasing its orders and their documents …`);
  const { orders, open, people } = await app.doors.eraseClient(ctx, client.id);
  if (open > 0) {
    say(`${client.id}: ${orders} order(s) erased; ${open} are not over. End them and run this again.`);
    return open;
  }
  if (client.name !== ERASED) {
    await calls('amendClient', {
      params: { clientId: client.id },
      headers: { 'if-match': `W/"v${client.version}"` },
      body: { name: ERASED, email: null, phone: null },
    });
  }
  say(`${client.id}: ${orders} order(s) and ${people} person(s) erased.`);
  return 0;
}
