import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { Frame, FrameValidator } from './types.ts';

interface Contract {
  readonly components: { readonly schemas: Record<string, object> };
  readonly 'x-websocket': Record<
    string,
    {
      readonly frames: readonly {
        readonly t: string;
        readonly direction: 'client' | 'server';
        readonly schema: { readonly $ref: string };
      }[];
      readonly closeCodes: readonly { readonly code: number; readonly name: string }[];
    }
  >;
}

const contract: Contract = parse(readFileSync(new URL('../../../../openapi.yaml', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');

/** The frames of the contract in one direction, by type. */
function framesOf(direction: 'client' | 'server'): Record<string, ValidateFunction> {
  const listed = Object.values(contract['x-websocket']).flatMap(({ frames }) => frames);
  const ours = listed.filter((frame) => frame.direction === direction);
  return Object.fromEntries(ours.map(({ t, schema }) => [t, ajv.compile({ $ref: `contract${schema.$ref}` })]));
}

/** Every frame that a client may send, as the contract has it. */
export const clientFrameValidators: Record<string, FrameValidator> = Object.fromEntries(
  Object.entries(framesOf('client')).map(([t, validate]) => [
    t,
    (frame) => (validate(frame) ? undefined : validate.errors),
  ]),
);

/** Every code that the contract lets us close a socket with, by name. */
export const documentedCloses: Readonly<Record<string, number>> = Object.fromEntries(
  Object.values(contract['x-websocket']).flatMap(({ closeCodes }) => closeCodes.map(({ name, code }) => [name, code])),
);

const serverFrames = framesOf('server');

/** Throws when the server says what the contract does not know. */
export function assertServerFrame(frame: Frame): void {
  const validate = serverFrames[frame.t];
  if (!validate) throw new Error(`The contract has no frame ${frame.t} from the server.`);
  if (!validate(frame)) throw new Error(`${JSON.stringify(frame).slice(0, 300)}: ${ajv.errorsText(validate.errors)}`);
}
