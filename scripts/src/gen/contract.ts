import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** A schema as it stands in the contract; the generators only look at the members they name. */
export type Schema = Record<string, unknown>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

/** An operation with its parameters resolved and its path made absolute. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** Absolute, with the server's base, in the contract's notation: `/api/v1/transport-orders/{orderId}`. */
  readonly path: string;
  /** As it stands in the contract: without the base. */
  readonly contractPath: string;
  readonly parameters: readonly Parameter[];
  readonly bodyTypes: readonly string[];
  readonly bodySchema: Schema | undefined;
  readonly public: boolean;
  /** Who calls is known by the key of a device, where the format of its app puts it. */
  readonly device: boolean;
  readonly raw: Record<string, unknown>;
}

/** openapi.yaml, parsed; the typed members are those that the generators use. */
export interface Contract {
  readonly info: { readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Record<string, unknown>>;
  readonly components: {
    readonly schemas: Record<string, Schema>;
    readonly parameters: Record<string, Parameter>;
  };
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

/** Reads the contract from the project's root. */
export async function readContract(root: URL): Promise<Contract> {
  return parse(await readFile(new URL('openapi.yaml', root), 'utf8')) as Contract; // linted right after
}

/** Every operation, in the contract's order. */
export function operationsOf(contract: Contract): Operation[] {
  return Object.entries(contract.paths).flatMap(([contractPath, item]) => {
    const servers = (item.servers as { url: string }[] | undefined) ?? contract.servers;
    const base = (servers[0]?.url ?? '/').replace(/\/$/, '');
    const shared = (item.parameters as unknown[] | undefined) ?? [];
    return METHODS.filter((method) => method in item).map((method): Operation => {
      const raw = item[method] as Record<string, unknown>;
      const content = (raw.requestBody as { content?: Record<string, { schema: Schema }> } | undefined)?.content ?? {};
      return {
        id: String(raw.operationId),
        method: method.toUpperCase(),
        path: base + contractPath,
        contractPath,
        parameters: [...shared, ...((raw.parameters as unknown[] | undefined) ?? [])].map((p) => resolve(contract, p)),
        bodyTypes: Object.keys(content),
        bodySchema: Object.values(content)[0]?.schema,
        public: Array.isArray(raw.security) && raw.security.length === 0,
        device: Array.isArray(raw.security) && raw.security.some((scheme) => 'deviceKey' in scheme),
        raw,
      };
    });
  });
}

function resolve(contract: Contract, parameter: unknown): Parameter {
  const ref = (parameter as { $ref?: string }).$ref;
  if (ref === undefined) return parameter as Parameter;
  const name = ref.replace('#/components/parameters/', '');
  const found = contract.components.parameters[name];
  if (!found) throw new Error(`openapi.yaml names the parameter ${ref}, which it does not define.`);
  return found;
}
