import type { Core } from '../core/core.ts';
import { pathWith, startCall } from '../core/invoke.ts';
import { operationAt } from '../core/operation.ts';
import type { Answer, Body, Call, CallOptions, Query } from '../core/types.ts';
import type { paths } from '../generated/types.ts';

type Verb = 'get' | 'put' | 'post' | 'patch' | 'delete';
/** Methods that the contract has for a path, in capitals. */
export type MethodsOf<P extends keyof paths> = {
  [V in Verb]: paths[P] extends { readonly [K in V]: object } ? Uppercase<V> : never;
}[Verb];
type OperationOf<P extends keyof paths, M extends string> =
  Lowercase<M> extends keyof paths[P] ? paths[P][Lowercase<M>] : never;
type PathOf<O> = O extends { parameters: { path: infer Q } } ? { readonly path: Q } : { readonly path?: undefined };
type BodyOf<O> = O extends { requestBody: object } ? { readonly body: Body<O> } : { readonly body?: undefined };

/** Parameters of `sym.request`: the path's values, the query, the body, and the options of every call. */
export type RequestInput<O> = PathOf<O> & BodyOf<O> & CallOptions & { readonly query?: Query<O> };

/** Any operation of the contract, typed by method and path. */
export type Requester = <P extends keyof paths, M extends MethodsOf<P>>(
  method: M,
  path: P,
  ...input: Record<never, never> extends RequestInput<OperationOf<P, M>>
    ? [RequestInput<OperationOf<P, M>>?]
    : [RequestInput<OperationOf<P, M>>]
) => Call<Answer<OperationOf<P, M>>>;

interface LooseInput extends CallOptions {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

export function requesterOf(core: Core): Requester {
  const request = (method: string, template: string, { path = {}, query = {}, body, ...options }: LooseInput = {}) => {
    const operation = operationAt(method, template);
    const target = pathWith(operation, (name) => path[name]);
    return startCall(core, operation, target, body, { ...query, ...options });
  };
  return request as unknown as Requester; // the contract's types narrow what is loose inside
}
