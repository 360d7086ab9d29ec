import { describe, expect, it } from 'vitest';
import { OPERATIONS } from './contract.gen.ts';
import { readFields, selected } from './fields.ts';

const refused = (fields: string): { message: string }[] => {
  try {
    readFields(OPERATIONS.listClients, { fields });
    return [];
  } catch (error) {
    return (error as { extras: { errors: { message: string }[] } }).extras.errors;
  }
};

describe('fields', () => {
  it('are read each once, with the id, in the order of the row, so that two ways to ask for the same are one', () => {
    for (const fields of ['name,email', 'email,name', 'email,id,name,email'])
      expect(readFields(OPERATIONS.listClients, { fields })).toEqual(['id', 'name', 'email']);
    expect(readFields(OPERATIONS.listClients, {})).toBeUndefined();
    expect(readFields(OPERATIONS.getClient, { fields: 'name' })).toBeUndefined();
  });

  it('that no row has are refused, naming what was probably meant', () => {
    expect(refused('nmae').map(({ message }) => message)).toEqual([
      'nmae is not a member of a row; did you mean name?',
    ]);
    for (const name of ['constructor', 'toString', 'Name', 'tenantId', 'passwordHash'])
      expect(refused(name)).toHaveLength(1);
    expect(
      refused(
        Array.from({ length: 100 }, (_, i) => `x${String.fromCharCode(97 + (i % 26))}${'y'.repeat(i / 26)}`).join(),
      ),
    ).toHaveLength(20);
  });

  it('choose of each row what it has, and leave the page as it is', () => {
    const page = { data: [{ id: 'cli_1', name: 'a', version: 1 }, { id: 'cli_2' }], next: 'n', total: 2 };
    const reply = { status: 200, body: page, headers: { link: 'l' } };
    expect(selected(reply, ['id', 'name'])).toEqual({
      status: 200,
      headers: { link: 'l' },
      body: { data: [{ id: 'cli_1', name: 'a' }, { id: 'cli_2' }], next: 'n', total: 2 },
    });
    expect(selected(reply, undefined)).toBe(reply);
  });
});
